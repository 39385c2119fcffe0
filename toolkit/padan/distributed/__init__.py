"""Stories compared by many machines: the pipeline's stages on a Ray cluster, results as shards."""

from padan.distributed.cluster import Cluster
from padan.distributed.run import run
from padan.distributed.shards import Shards, import_shards

__all__ = ["Cluster", "Shards", "import_shards", "run"]
