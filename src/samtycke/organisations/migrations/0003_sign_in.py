from django.db import migrations


class Migration(migrations.Migration):
    """What signs people in keeps its tables as it likes; the program may use them, and owns none."""

    dependencies = [
        ("organisations", "0002_tenants"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailaddress, account_emailconfirmation,"
            " mfa_authenticator, socialaccount_socialaccount, socialaccount_socialapp, socialaccount_socialtoken,"
            " usersessions_usersession TO samtycke_app;"
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samtycke_app;"
        ),
    ]
