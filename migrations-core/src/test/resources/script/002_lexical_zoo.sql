-- One of everything that has misled a splitter. No annotations: all of it is Up.
SELECT 'a;b', "c;d", $$;$$, $t$ ; $$ ; $t$; SELECT E'it\'s;'; SELECT 'back\'; SELECT 2;
SELECT a$1$, b$$c FROM t; SELECT $1 + $2;
SELECT U&'d\0061t\+000061;', U&"x;y", B'10;', X'1F;', N'n;''';
SELECT E'a' -- continued; '
    'b\';c'
    'd;';
SELECT 1 /* nested /* ; */ ' ; */ + 2; -- ; ' " $$
SELECT 3; SELECT 4--;
;
; SELECT 5 /**/; /***/ SELECT 6;
CREATE RULE archive AS ON DELETE TO t DO ALSO (INSERT INTO u VALUES (OLD.a); NOTIFY u;);
CREATE PROCEDURE p(x int) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO t VALUES (x);
    UPDATE t SET a = CASE WHEN a > 1 THEN 2 END WHERE t.end > 0;
END;
CREATE FUNCTION "begin"() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2;';
SELECT straße, 名前, $тег$ ; $тег$ FROM "Größe;";
SELECT a -> 'b;' #>> '{c;d}' @> '[";"]' ? ';', a +--;
    -1, b */*;*/ 2;
SELECT 1$$;$$, '$$;', $x$ '' $x$, $a$ $$a$, $a$ $b$a$;
SELECT '
-- +goose Down
', '/*', '*/', '--';
;;;
SELECT 'the last one has no semicolon'
