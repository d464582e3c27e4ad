-- Commuting zone of 1990 of each county of that year.
select region, cz90 as labour_market
from cz_1990
order by region
