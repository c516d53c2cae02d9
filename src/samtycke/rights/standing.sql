-- Of the consents that stand: how many, and how many of them meet what the law asks and can be shown.
--
-- In:    nothing; the organisation of the transaction.
-- Out:   standing, whole (an act of their own, informed, with its proof).
-- Locks: none.
-- Cost:  one pass over permission.
SELECT count(*),
       count(*) FILTER (WHERE informed AND evidenced AND method IS DISTINCT FROM 'checkbox_preticked'
                          AND method IS DISTINCT FROM 'silence')
FROM permission
WHERE organisation_id = (SELECT current_organisation()) AND consent_at IS NOT NULL AND withdrawn_at IS NULL
