-- Titles of the lines of the jobs table.
select cast(line as bigint) as line, description as title
from bea_lines
order by 1
