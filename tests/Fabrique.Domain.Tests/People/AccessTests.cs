using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.People;

/// <summary>Who has access, who may withdraw it, and who may give it back.</summary>
public sealed class AccessTests
{
    private static readonly DateTime Monday = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void It_says_who_withdrew_it_when_and_why()
    {
        var person = Person();
        var administrator = Ids.Next();
        person.Withdraw(administrator, "Retraite.", Monday);
        Assert.Equal((false, Monday, administrator, "Retraite."), (person.IsActive, person.AccessChangedAt, person.AccessChangedById, person.AccessReason));
        Assert.Equal("account-withdrawn-already", person.MayBeWithdrawn(administrator)?.Code);

        person.Restore(administrator, "Revenue.", Monday.AddDays(1));
        Assert.Equal((true, Monday.AddDays(1), administrator, "Revenue."), (person.IsActive, person.AccessChangedAt, person.AccessChangedById, person.AccessReason));
        Assert.Equal("account-restored-already", person.MayBeRestored(administrator)?.Code);
    }

    [Fact]
    public void Nobody_withdraws_their_own_and_a_reason_is_compulsory()
    {
        var person = Person();
        Assert.Equal("account-own", person.MayBeWithdrawn(person.Id)?.Code);
        Assert.Throws<BrokenRuleException>(() => person.Withdraw(person.Id, "Je pars.", Monday));
        Assert.ThrowsAny<ArgumentException>(() => person.Withdraw(Ids.Next(), " ", Monday));
        Assert.True(person.IsActive);
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(false, true, null)]
    [InlineData(true, true, null)]
    [InlineData(true, false, "account-withdrawn-by-hand")]
    public void What_a_person_withdrew_no_source_gives_back(bool isWithdrawnByHand, bool isRestoredByHand, string? refusal)
    {
        var person = Person();
        person.Withdraw(isWithdrawnByHand ? Ids.Next() : null, "Départ.", Monday);
        Assert.Equal(refusal, person.MayBeRestored(isRestoredByHand ? Ids.Next() : null)?.Code);
    }

    private static StaffMember Person() => StaffMember.Register(Ids.Next(), "annuaire", "Dominique Petit", "dominique@ministere.example", "DGALN", [AppRoles.Agent], Monday);
}
