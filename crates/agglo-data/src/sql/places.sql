-- The counties of the pack: every county that has a population in 2020, by code.
select region, cast(value as double) as population_2020
from element_facts
where element = 'population_2020'
order by region
