CREATE OR REPLACE VIEW order_totals AS
SELECT o.id AS order_id, rate.cents + sum(line.quantity * line.cents) AS cents
  FROM orders o
  JOIN shipping_rates rate ON rate.country = o.country
  JOIN order_lines line ON line.order_id = o.id
 GROUP BY o.id, rate.cents;
