from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunSQL(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")),
        # The application reads and writes these before it knows whom it acts for; it owns nothing.
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON organisation, staff, membership, api_key,"
            " django_session, django_content_type TO samtycke_app;"
            "GRANT SELECT ON django_migrations TO samtycke_app;"
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samtycke_app;"
        ),
    ]
