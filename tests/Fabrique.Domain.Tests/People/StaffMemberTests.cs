using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.People;

public sealed class StaffMemberTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Unknown_roles_are_dropped_and_the_others_ordered() =>
        Assert.Equal([AppRoles.Agent, AppRoles.Coach], Person(AppRoles.Coach, "Inconnu", AppRoles.Agent, AppRoles.Coach, "coach").RolesAt(Now));

    [Fact]
    public void A_sign_in_says_whether_the_directory_changed_anything()
    {
        var person = Person(AppRoles.Agent);
        Assert.False(person.RecordSignIn(person.FullName, person.Email, [AppRoles.Agent], Now));
        Assert.True(person.RecordSignIn("Léa Martin-Été", person.Email, [AppRoles.Agent], Now));
        Assert.True(person.RecordSignIn(person.FullName, "autre@exemple.gouv.fr", [AppRoles.Agent], Now));
        Assert.True(person.RecordSignIn(person.FullName, person.Email, [AppRoles.Director], Now.AddDays(1)));
        Assert.Equal((AppRoles.Director, Now.AddDays(1)), (person.RolesAt(Now.AddDays(1)).Single(), person.LastSignInAt));
    }

    [Fact]
    public void Every_role_has_a_name_for_people()
    {
        Assert.All(AppRoles.All, role => Assert.NotEqual(role, AppRoles.Label(role)));
        Assert.Equal("Autre", AppRoles.Label("Autre"));
    }

    private static StaffMember Person(params string[] roles) => StaffMember.Register(Ids.Next(), "oid", "Léa Martin", "lea@exemple.gouv.fr", "DGITM", roles, Now);
}
