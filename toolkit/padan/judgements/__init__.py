"""What reviewers do to a story: acts, and the state that follows from a log of them.

Pure: knows neither database nor page.
"""

from padan.judgements.desk import Desk, Unfit
from padan.judgements.standing import next_redo, next_undo
from padan.judgements.state import Conflict, Decision, JudgedFinding, ReviewedStory, RowReview

__all__ = [
    "Conflict",
    "Decision",
    "Desk",
    "JudgedFinding",
    "ReviewedStory",
    "RowReview",
    "Unfit",
    "next_redo",
    "next_undo",
]
