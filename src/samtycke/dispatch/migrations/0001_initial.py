from django.db import migrations


class Migration(migrations.Migration):
    """Work in the background is procrastinate's; the application's role runs it without owning it."""

    dependencies = [("campaigns", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(
            "DO $$ DECLARE t text; BEGIN"
            " FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate_%'"
            " LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO samtycke_app', t); END LOOP; END $$;"
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samtycke_app;"
        )
    ]
