# What a notebook imports, with its types; __init__.py loads each name on first use.
from . import arabic as arabic
from .arabic import use as use
from .bibliography import bibtex as bibtex, csl_json as csl_json
from .charts import Chart as Chart, Finding as Finding
from .citations import (
    cited as cited,
    claim_name as claim_name,
    references as references,
    show as show,
    sources_of as sources_of,
    start_page as start_page,
    verdicts as verdicts,
)
from .counts import count as count
from .data import (
    DataError as DataError,
    claims as claims,
    events as events,
    governorates as governorates,
    observations as observations,
    overlaps as overlaps,
    series as series,
    sources as sources,
    table as table,
    tables as tables,
    terms as terms,
    total as total,
)
from .finder import find as find
from .formats import (
    between as between,
    date as date,
    digits as digits,
    language as language,
    num as num,
    percent as percent,
    period as period,
    span as span,
    term as term,
    tr as tr,
    year as year,
)
from .known import as_of as as_of
from .notebook_text import refresh as refresh
from .report import readings as readings

__version__: str
