def test_a_tenant_is_made(organisation):
    assert organisation.pk
