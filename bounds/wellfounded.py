"""stub"""
from __future__ import annotations
from bounds.language.errors import LanguageError, Span
from bounds.recurrence import Recurrence
class NotWellFounded(LanguageError):
    equation: int = 0
    def placed(self, span: Span) -> NotWellFounded:
        return self
def check_well_founded(recurrence: Recurrence) -> None:
    """stub"""
