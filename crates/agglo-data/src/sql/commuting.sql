-- Workers by county of residence and county of work; a null workplace lies outside the country.
-- The margin is that of 90 % which the agency publishes.
select residence,
       nullif(workplace, 'abroad') as workplace,
       cast(workers as bigint) as workers,
       cast(moe90 as bigint) as margin
from commuting
order by residence, workplace
