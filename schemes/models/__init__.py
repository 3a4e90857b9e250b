from .facts import Alternative, Example, Fact, Fit, Picture, Synonym, Topic
from .options import CostLine, Option
from .scheme import Scheme
from .settings import PriceIndex, Setting
from .signed import Basis, Signed
from .versions import Step, Version
from .vocabulary import Authority, Category, Problem, Result, Stage

__all__ = [
    "Alternative",
    "Authority",
    "Basis",
    "Category",
    "CostLine",
    "Example",
    "Fact",
    "Fit",
    "Option",
    "Picture",
    "PriceIndex",
    "Problem",
    "Result",
    "Scheme",
    "Setting",
    "Signed",
    "Stage",
    "Step",
    "Synonym",
    "Topic",
    "Version",
]
