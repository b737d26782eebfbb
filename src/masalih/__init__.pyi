# Why: what a notebook imports, with its types; __init__.py reads the names here and loads each on first use.
from .bibliography import bibtex as bibtex
from .bibliography import csl_json as csl_json
from .charts import Chart as Chart
from .data import (
    DataError as DataError,
)
from .data import (
    claims as claims,
)
from .data import (
    events as events,
)
from .data import (
    governorates as governorates,
)
from .data import (
    observations as observations,
)
from .data import (
    series as series,
)
from .data import (
    sources as sources,
)
from .data import (
    table as table,
)
from .data import (
    terms as terms,
)
from .desk import readings as readings
from .prose import (
    cited as cited,
)
from .prose import (
    references as references,
)
from .prose import (
    show as show,
)
from .prose import (
    sources_of as sources_of,
)
from .prose import (
    start_page as start_page,
)
from .prose import (
    verdicts as verdicts,
)
from .words import (
    between as between,
)
from .words import (
    date as date,
)
from .words import (
    digits as digits,
)
from .words import (
    language as language,
)
from .words import (
    num as num,
)
from .words import (
    percent as percent,
)
from .words import (
    period as period,
)
from .words import (
    span as span,
)
from .words import (
    term as term,
)
from .words import (
    tr as tr,
)
from .words import (
    use as use,
)
from .words import (
    year as year,
)
