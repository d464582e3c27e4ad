-- Name and postal code of each state.
select region, abbr, name
from states
order by region
