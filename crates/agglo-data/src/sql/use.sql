-- Value of what each industry of the nation buys of each commodity, one column an industry.
select * from io_use
order by code
