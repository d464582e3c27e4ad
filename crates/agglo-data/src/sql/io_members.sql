-- Which industries (NAICS 2012, two to six digits) each industry of the input-output tables holds.
select distinct "NAICS_2012_Code" as industry, "BEA_2017_Detail_Code" as code
from io_members
where "NAICS_2012_Code" is not null and "BEA_2017_Detail_Code" is not null
order by industry, code
