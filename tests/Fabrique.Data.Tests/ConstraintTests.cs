using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class ConstraintTests
{
    [Theory]
    [EngineData("update calls set status = 'Opened'")]
    [EngineData("update calls set closes_at = opens_at")]
    [EngineData("update calls set places = 0")]
    [EngineData("update calls set slug = null")]
    [EngineData("update applications set status = 'Retained'")]
    [EngineData("update applications set submitted_at = null")]
    [EngineData("update opinions set verdict = 'Maybe'")]
    [EngineData("update products set phase = 'Started'")]
    [EngineData("update funding_cycles set ends_on = starts_on")]
    [EngineData("update funding_cycles set number = 0")]
    [EngineData("update funding_cycles set status = 'Stopped'")]
    [EngineData("update missions set ends_on = '2020-01-01'")]
    [EngineData("update missions set role = 'Boss'")]
    [EngineData("update work_items set assignee_role = 'Equipe'")]
    [EngineData("update work_items set assignee_id = null")]
    [EngineData("update work_items set status = 'Done'")]
    [EngineData("update role_grants set source = 'Rumour'")]
    [EngineData("update role_grants set role = null")]
    [EngineData("update role_grants set ends_at = '2020-01-01 00:00:00'")]
    [EngineData("update role_grants set reason = null where source = 'Given'")]
    [EngineData("update role_grants set given_by_id = null where source = 'Given'")]
    [EngineData("update role_grants set reason = 'Parce que' where source = 'Directory'")]
    [EngineData("update role_grants set given_by_id = staff_member_id where source = 'Directory'")]
    [EngineData("delete from staff_members")]
    [EngineData("delete from calls")]
    [EngineData("insert into jurors (call_id, staff_member_id) select id, id from calls")]
    public async Task The_database_refuses_what_no_rule_allows(Engine engine, string sql)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);

        await test.InScopeAsync(async db =>
        {
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
            Assert.False(DatabaseErrors.IsUniqueViolation(refusal));
            Assert.False(DatabaseErrors.IsTransient(refusal));
        });
    }

    [Theory, EngineData]
    public async Task A_text_longer_than_its_column_is_refused_on_both_engines(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var longest = StaffMember.Register(Guid.CreateVersion7(), "a", new string('é', StaffMember.NameLength), "a@exemple.gouv.fr", "", [], Sample.Now);
        var longer = StaffMember.Register(Guid.CreateVersion7(), "b", new string('é', StaffMember.NameLength + 1), "b@exemple.gouv.fr", "", [], Sample.Now);

        await test.SaveAsync(longest);
        await Assert.ThrowsAsync<DbUpdateException>(() => test.SaveAsync(longer));
    }

    [Theory, EngineData]
    public async Task A_second_row_under_the_same_key_is_a_unique_violation(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (person, call) = (Sample.Person(), Sample.Call());
        await test.SaveAsync(person, call, Sample.Draft(call, person), Sample.Product(person), new Setting { Name = "once" });

        foreach (var twin in new object[] { Sample.Person(), Sample.Call(), Sample.Draft(call, person), Sample.Product(person), new Setting { Name = "once" } })
        {
            var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => test.SaveAsync(twin));
            Assert.True(DatabaseErrors.IsUniqueViolation(refusal), twin.GetType().Name);
            Assert.False(DatabaseErrors.IsConcurrencyConflict(refusal));
        }
    }

    [Theory, EngineData]
    public async Task A_unique_violation_leaves_the_transaction_usable(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.SaveAsync(Sample.Person());

        await test.InScopeAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(Sample.Person("autre"));
            await db.SaveChangesAsync();
            var twin = db.Add(Sample.Person());
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            twin.State = EntityState.Detached;
            db.Add(Sample.Person("troisième"));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });

        Assert.Equal(3, await test.InScopeAsync(db => db.StaffMembers.CountAsync()));
        Assert.Equal(3, await test.InScopeAsync(db => db.AuditEntries.CountAsync()));
    }

    private static async Task SaveOneOfEachAsync(DataTest test)
    {
        var (person, giver, call) = (Sample.Person("lea", AppRoles.Agent), Sample.Person("youssef"), Sample.Call());
        person.GiveRole(Guid.CreateVersion7(), AppRoles.Coach, Sample.Now, null, giver.Id, "Renfort", Sample.Now);
        call.AddJuror(person.Id);
        var application = Sample.UnderScreening(call, person);
        application.GiveOpinion(Guid.CreateVersion7(), giver.Id, Domain.Applications.OpinionVerdict.Favourable, "Oui", Sample.Now);
        var product = Sample.Product(person);
        product.StartFirstCycle(Guid.CreateVersion7(), new DateOnly(2026, 12, 1));
        await test.SaveAsync(giver, person, call, application, product, Sample.Task(Assignee.Person(person.Id)));
    }
}
