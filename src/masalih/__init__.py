"""What a notebook imports: data, numbers and names of the edition, charts, citations.

`__init__.pyi` names it all.

Names load on first use: building or serving the book needs neither pandas nor matplotlib.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
