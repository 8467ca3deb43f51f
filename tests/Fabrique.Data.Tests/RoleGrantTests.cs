using Fabrique.Domain.People;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class RoleGrantTests
{
    [Theory, EngineData]
    public async Task A_role_is_not_opened_twice_by_two_writers_that_have_not_seen_each_other(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var person = Sample.Person("lea", AppRoles.Director);
        await test.SaveAsync(person);

        await test.InScopeAsync(async db =>
        {
            var twin = Sample.Person("jumelle", AppRoles.Director).Grants[0];
            db.Entry(twin).Property(grant => grant.StaffMemberId).CurrentValue = person.Id;
            db.Add(twin);
            Assert.True(DatabaseErrors.IsUniqueViolation(await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())));
        });

        Assert.Equal(1, await test.InScopeAsync(db => db.Set<RoleGrant>().CountAsync()));
    }

    /// <summary>One save ends a grant and opens the same role again: the order of its statements must not break the rule that one is open.</summary>
    [Theory, EngineData]
    public async Task A_role_whose_period_begins_after_the_sign_in_is_opened_again_at_the_sign_in(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.SaveAsync(Sample.Person("lea", AppRoles.Director));
        var earlier = Sample.Now.AddMinutes(-5);

        await test.InScopeAsync(async db =>
        {
            var person = await db.StaffMembers.SingleAsync();
            person.RecordSignIn(person.FullName, person.Email, [AppRoles.Director], earlier);
            await db.SaveChangesAsync();
        });

        var saved = await test.InScopeAsync(db => db.StaffMembers.SingleAsync());
        Assert.Equal([AppRoles.Director], saved.RolesAt(earlier));
        Assert.Equal([(earlier, null), (Sample.Now, (DateTime?)Sample.Now)], saved.Grants.Select(grant => (grant.StartsAt, grant.EndsAt)).OrderBy(grant => grant.StartsAt));
    }

    [Theory, EngineData]
    public async Task A_change_of_roles_is_audited_and_increments_the_version(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (person, giver) = (Sample.Person("lea", AppRoles.Agent), Sample.Person("youssef"));
        await test.SaveAsync(person, giver);

        await test.ActAsync(giver.Id, "test", async db =>
        {
            var read = await db.StaffMembers.SingleAsync(candidate => candidate.Id == person.Id);
            read.GiveRole(Guid.CreateVersion7(), AppRoles.Coach, Sample.Now, null, giver.Id, "Renfort", Sample.Now);
            await db.SaveChangesAsync();
        });

        Assert.Equal(1, await test.InScopeAsync(db => db.StaffMembers.Where(candidate => candidate.Id == person.Id).Select(candidate => candidate.Version).SingleAsync()));
        var entry = await test.InScopeAsync(db => db.AuditEntries.SingleAsync(entry => entry.UseCase == "test" && entry.EntityType == nameof(RoleGrant)));
        Assert.Equal(("Added", (Guid?)giver.Id), (entry.Action, entry.ActorId));
        Assert.Contains("Renfort", entry.Changes, StringComparison.Ordinal);
    }
}
