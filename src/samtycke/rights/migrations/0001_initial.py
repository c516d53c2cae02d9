from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_tenants")]
    operations = [migrations.RunSQL(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))]
