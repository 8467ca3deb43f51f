using CsCheck;
using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.People;

public sealed class RoleGrantTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Administrator = Ids.Next();

    private static readonly Gen<string[]> Said = Gen.OneOf<string>([.. AppRoles.All, "Inconnu"]).Array[0, 4];

    [Fact]
    public void A_sign_in_opens_the_roles_that_are_new_and_ends_those_that_are_gone()
    {
        var person = Person(AppRoles.Agent, AppRoles.Coach);
        SignIn(person, Now.AddDays(1), AppRoles.Agent, AppRoles.Director);

        Assert.Equal([AppRoles.Agent, AppRoles.Coach], person.RolesAt(Now));
        Assert.Equal([AppRoles.Agent, AppRoles.Coach], person.RolesAt(Now.AddDays(1).AddTicks(-1)));
        Assert.Equal([AppRoles.Agent, AppRoles.Director], person.RolesAt(Now.AddDays(1)));
        Assert.Equal(
            [(AppRoles.Agent, Now, null), (AppRoles.Coach, Now, Now.AddDays(1)), (AppRoles.Director, Now.AddDays(1), null)],
            person.Grants.Select(grant => (grant.Role, grant.StartsAt, grant.EndsAt)).OrderBy(grant => grant.Role, StringComparer.Ordinal));
        Assert.All(person.Grants, grant => Assert.Equal((RoleSource.Directory, person.Id, (Guid?)null, (string?)null), (grant.Source, grant.StaffMemberId, grant.GivenById, grant.Reason)));
    }

    [Fact]
    public void Sign_ins_of_one_day_that_say_the_same_open_nothing_more()
    {
        var person = Person(AppRoles.Agent);
        SignIn(person, Now, AppRoles.Agent);
        SignIn(person, Now.AddMinutes(1), AppRoles.Agent, AppRoles.Agent);
        Assert.Equal((Now, (DateTime?)null), (Assert.Single(person.Grants).StartsAt, person.Grants[0].EndsAt));
    }

    [Fact]
    public void A_role_lost_and_found_again_within_a_day_is_held_twice()
    {
        var person = Person(AppRoles.Director);
        SignIn(person, Now.AddHours(1));
        SignIn(person, Now.AddHours(2), AppRoles.Director);
        Assert.Equal([(Now, Now.AddHours(1)), (Now.AddHours(2), null)], person.Grants.Select(grant => (grant.StartsAt, grant.EndsAt)).Order());
        Assert.False(person.HasRole(AppRoles.Director, Now.AddMinutes(90)));
    }

    [Fact]
    public void A_given_role_is_held_from_its_first_instant_to_before_its_last_whatever_the_directory_says()
    {
        var person = Person(AppRoles.Agent);
        person.GiveRole(Ids.Next(), AppRoles.Coach, Now.AddDays(1), Now.AddDays(3), Administrator, "Remplace Daphné", Now);
        SignIn(person, Now.AddDays(2), AppRoles.Agent);

        Assert.Equal((false, true, true, false), (HasCoach(-1), HasCoach(0), HasCoach(48 * 3600 - 1), HasCoach(48 * 3600)));
        Assert.Equal([AppRoles.Agent, AppRoles.Coach], person.RolesAt(Now.AddDays(2)));
        Assert.Equal([AppRoles.Coach], person.GivenRolesAt(Now.AddDays(2)));
        Assert.Empty(person.GivenRolesAt(Now));
        var given = person.Grants.Single(grant => grant.Source is RoleSource.Given);
        Assert.Equal((Administrator, "Remplace Daphné"), (given.GivenById, given.Reason));

        bool HasCoach(int seconds) => person.HasRole(AppRoles.Coach, Now.AddDays(1).AddSeconds(seconds));
    }

    [Fact]
    public void A_role_both_given_and_of_the_directory_is_held_once_and_outlives_the_directory()
    {
        var person = Person(AppRoles.Team);
        person.GiveRole(Ids.Next(), AppRoles.Team, Now, null, Administrator, "Renfort", Now);
        Assert.Equal([AppRoles.Team], person.RolesAt(Now));
        SignIn(person, Now.AddDays(1));
        Assert.Equal([AppRoles.Team], person.RolesAt(Now.AddDays(1)));
    }

    [Fact]
    public void A_given_role_ends_when_it_is_ended_and_one_to_come_is_never_held()
    {
        var person = Person();
        var (current, coming) = (Ids.Next(), Ids.Next());
        person.GiveRole(current, AppRoles.Team, Now, null, Administrator, "Renfort", Now);
        person.GiveRole(coming, AppRoles.Coach, Now.AddDays(5), null, Administrator, "Relève", Now);

        person.EndRole(current, Now.AddDays(1));
        person.EndRole(coming, Now.AddDays(1));

        Assert.Equal([AppRoles.Team], person.RolesAt(Now.AddDays(1).AddTicks(-1)));
        Assert.Empty(person.RolesAt(Now.AddDays(1)));
        Assert.Empty(person.RolesAt(Now.AddDays(5)));
        Assert.Empty(person.RolesAt(Now.AddDays(6)));
        Assert.Equal("role-already-over", Assert.Throws<BrokenRuleException>(() => person.EndRole(current, Now.AddDays(2))).Refusal.Code);
        Assert.Equal("role-already-over", person.MayEndRole(coming, Now)?.Code);
        Assert.Null(person.MayGiveRole(AppRoles.Coach, Now.AddDays(5), null, Administrator, Now.AddDays(1)));
        Assert.Null(person.MayGiveRole(AppRoles.Team, Now.AddDays(1), null, Administrator, Now.AddDays(1)));
    }

    [Fact]
    public void Giving_a_role_is_refused_with_the_reason()
    {
        var person = Person(AppRoles.Agent);
        person.GiveRole(Ids.Next(), AppRoles.Coach, Now.AddDays(2), Now.AddDays(4), Administrator, "Relève", Now);

        Assert.Null(Refused(AppRoles.Team, 0, null));
        Assert.Equal("role-unknown", Refused("coach", 0, null));
        Assert.Equal("role-starts-in-the-past", Refused(AppRoles.Team, -1, null));
        Assert.Equal("role-ends-before-it-starts", Refused(AppRoles.Team, 1, 1));
        Assert.Equal("role-given-to-oneself", person.MayGiveRole(AppRoles.Team, Now, null, person.Id, Now)?.Code);
        Assert.Equal("role-already-given", Refused(AppRoles.Coach, 0, null));
        Assert.Equal("role-already-given", Refused(AppRoles.Coach, 3, 5));
        Assert.Null(Refused(AppRoles.Coach, 0, 2));
        Assert.Null(Refused(AppRoles.Coach, 4, null));
        Assert.Equal("role-already-given", Assert.Throws<BrokenRuleException>(() => person.GiveRole(Ids.Next(), AppRoles.Coach, Now, null, Administrator, "Encore", Now)).Refusal.Code);
        Assert.Throws<ArgumentException>(() => person.GiveRole(Ids.Next(), AppRoles.Team, Now, null, Administrator, " ", Now));
        Assert.Throws<ArgumentException>(() => person.GiveRole(Ids.Next(), AppRoles.Team, Now, null, Administrator, new string('r', RoleGrant.ReasonLength + 1), Now));
        Assert.Equal(2, person.Grants.Count);
        person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
        Assert.Equal("account-closed", Refused(AppRoles.Team, 0, null));

        string? Refused(string role, int from, int? until) => person.MayGiveRole(role, Now.AddDays(from), until is { } days ? Now.AddDays(days) : null, Administrator, Now)?.Code;
    }

    [Fact]
    public void What_the_directory_says_is_not_ended_here()
    {
        var person = Person(AppRoles.Agent);
        Assert.Equal("role-of-the-directory", person.MayEndRole(person.Grants[0].Id, Now)?.Code);
        Assert.Equal("role-grant-unknown", person.MayEndRole(Ids.Next(), Now)?.Code);
    }

    /// <summary>The history answers for each instant what the sign-in before it said, and what was given by then.</summary>
    [Fact]
    public void Any_sequence_of_sign_ins_is_remembered_without_overlap() =>
        Gen.Select(Said, Said.Select(Gen.Int[0, 3]).Array[0, 12], Gen.OneOf<string>([.. AppRoles.All]), Gen.Int[0, 6], Gen.Int[1, 6]).Sample(
            (first, signIns, givenRole, from, length) =>
            {
                var person = Person(first);
                var (start, end) = (Now.AddHours(from), Now.AddHours(from + length));
                person.GiveRole(Ids.Next(), givenRole, start, end, Administrator, "Renfort", Now);
                var told = new List<(DateTime At, string[] Roles)> { (Now, first) };
                foreach (var (roles, hours) in signIns)
                {
                    told.Add((told[^1].At.AddHours(hours), roles));
                    SignIn(person, told[^1].At, roles);
                    AssertNoOverlap(person);
                }

                for (var at = Now; at <= told[^1].At.AddHours(8); at = at.AddMinutes(30))
                {
                    var said = told.FindLast(signIn => signIn.At <= at).Roles;
                    var expected = AppRoles.All.Where(role => said.Contains(role) || (role == givenRole && start <= at && at < end));
                    Assert.Equal(expected, person.RolesAt(at));
                }
            },
            iter: 3_000);

    /// <summary>Clocks of several servers differ, and are set back: the last sign-in is right at its own instant, and no row is lost.</summary>
    [Fact]
    public void Any_sequence_of_sign_ins_on_a_wandering_clock_ends_on_what_the_last_one_said() =>
        Said.Select(Gen.Int[-6, 6]).Array[1, 12].Sample(
            signIns =>
            {
                var person = Person(AppRoles.Agent);
                foreach (var (roles, hours) in signIns)
                {
                    var (now, rows) = (Now.AddHours(hours), person.Grants.Count);
                    SignIn(person, now, roles);
                    Assert.Equal(AppRoles.All.Intersect(roles), person.RolesAt(now));
                    Assert.Equal(AppRoles.All.Intersect(roles), person.RolesAt(now.AddYears(1)));
                    Assert.True(person.Grants.Count >= rows);
                    AssertNoOverlap(person);
                    Assert.False(person.RecordSignIn(person.FullName, person.Email, roles, now));
                }
            },
            iter: 3_000);

    private static void AssertNoOverlap(StaffMember person)
    {
        foreach (var grants in person.Grants.Where(grant => grant.EndsAt != grant.StartsAt).GroupBy(grant => (grant.Role, grant.Source)))
        {
            var ordered = grants.OrderBy(grant => grant.StartsAt).ToList();
            Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.EndsAt <= pair.Second.StartsAt));
            Assert.All(ordered, grant => Assert.False(grant.EndsAt < grant.StartsAt));
        }
    }

    private static void SignIn(StaffMember person, DateTime at, params string[] roles) => person.RecordSignIn(person.FullName, person.Email, roles, at);

    private static StaffMember Person(params string[] roles) => StaffMember.Register(Ids.Next(), "oid", "Léa Martin", "lea@exemple.gouv.fr", "DGITM", roles, Now);
}
