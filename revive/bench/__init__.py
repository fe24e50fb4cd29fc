"""How fast this computer is: the figures of docs/speed.md, measured afresh.

`measure_speed` takes all of them, `compare` two versions turn and turn about, `growth` what longer and larger clips and
more cores cost, `film` a film of two minutes.
"""

from revive.bench.compare import compare
from revive.bench.film import film
from revive.bench.growth import growth
from revive.bench.measure import measure_speed
from revive.bench.tables import table

__all__ = ["compare", "film", "growth", "measure_speed", "table"]
