"""Law as dated data: every threshold, delay, list and rule that a verdict may rest on, as it was on a day."""

from reperes.law.library import Law, law
from reperes.law.model import Dated, Parameter, Scope, Unit

__all__ = ["Dated", "Law", "Parameter", "Scope", "Unit", "law"]
