"""Makes `pagelines` importable: tests are imported by path and see no neighbours."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
