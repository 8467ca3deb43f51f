using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.People;

public sealed class LineManagerTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("A>B", "A", "B", null)]
    [InlineData("A>A", "A", "A", "manager-of-oneself")]
    [InlineData("A>B B>A", "A", "B", "manager-circular")]
    [InlineData("A>B B>C C>A", "A", "B", "manager-circular")]
    // Theirs goes round, not through the person: it is told to them.
    [InlineData("A>B B>C C>B", "A", "B", null)]
    public void Nobody_manages_their_own_manager(string managers, string person, string manager, string? refusal)
    {
        var people = "ABC".ToDictionary(letter => letter.ToString(), _ => StaffMember.Register(Ids.Next(), "oid", "Léa Martin", "lea@exemple.gouv.fr", "DGITM", [AppRoles.Agent], Now));
        var after = managers.Split(' ').Select(text => text.Split('>')).ToDictionary(pair => people[pair[0]].Id, pair => people[pair[1]].Id);
        Assert.Equal(refusal, StaffMember.MayReportTo(people[person].Id, "Léa Martin", people[manager].Id, after)?.Code);
        if (refusal is null)
        {
            people[person].ReportTo(people[manager].Id, after);
            Assert.Equal(people[manager].Id, people[person].ManagerId);
            people[person].ReportTo(null, after);
            Assert.Null(people[person].ManagerId);
        }
        else
        {
            Assert.Throws<BrokenRuleException>(() => people[person].ReportTo(people[manager].Id, after));
        }
    }

    [Fact]
    public void Whoever_joins_a_unit_takes_its_name()
    {
        var person = StaffMember.Register(Ids.Next(), "oid", "Léa Martin", "lea@exemple.gouv.fr", "DGITM", [AppRoles.Agent], Now);
        var unit = OrganisationUnit.Create(Ids.Next(), new UnitSheet("sg", "SG", "Secrétariat général", UnitKind.CentralAdministration, null, null, null), null);
        person.Join(unit);
        Assert.Equal((unit.Id, "Secrétariat général"), (person.UnitId, person.Unit));
    }
}
