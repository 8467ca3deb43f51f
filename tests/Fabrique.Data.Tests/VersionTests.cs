using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class VersionTests
{
    public static TheoryData<Engine, string> Changes
    {
        get
        {
            var data = new TheoryData<Engine, string>();
            foreach (var name in ChangesByName.Keys)
            {
                data.Add(Engine.Sqlite, name);
                data.Add(new TheoryDataRow<Engine, string>(Engine.PostgreSql, name) { Skip = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable });
            }

            return data;
        }
    }

    private static Dictionary<string, Func<FabriqueDbContext, Task<IAggregate>>> ChangesByName { get; } = new(StringComparer.Ordinal)
    {
        ["a property"] = async db => With(await db.StaffMembers.FirstAsync(), person => person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch)),
        ["an answer"] = async db => With(await db.Applications.FirstAsync(application => application.Status == ApplicationStatus.Draft), application => application.Edit(application.ApplicantId, ApplicationForms.Fill("Mieux trier", "Autre", "La solution", "Les premiers usagers"))),
        ["an opinion"] = async db =>
        {
            var director = Sample.Person(Guid.CreateVersion7().ToString("N"), AppRoles.Director);
            db.StaffMembers.Add(director);
            return With(await db.Applications.Include(application => application.Opinions).FirstAsync(application => application.Status == ApplicationStatus.UnderScreening), application => application.GiveOpinion(Guid.CreateVersion7(), director.Id, OpinionVerdict.Favourable, "Oui", Sample.Now));
        },
        ["a juror"] = async db => With(await db.Calls.Include(call => call.Jurors).FirstAsync(), call => call.AddJuror(db.StaffMembers.Single().Id)),
        ["a mission and a cycle"] = async db => With(await db.Products.Include(product => product.Missions).Include(product => product.Cycles).FirstAsync(), product =>
        {
            var (coach, developer) = (Sample.Person("coach", AppRoles.Coach), Sample.Person("dev"));
            db.StaffMembers.AddRange(coach, developer);
            product.NameTeam(Guid.CreateVersion7(), coach, Guid.CreateVersion7(), developer, Guid.CreateVersion7(), Sample.Now);
            product.StartFirstCycle(Guid.CreateVersion7(), new DateOnly(2026, 12, 1));
        }),
        ["a task done"] = async db => With(await db.WorkItems.FirstAsync(), item => item.Complete("fait", item.AssigneeId!.Value, Sample.Now)),
    };

    public static TheoryData<Engine, string> Notes
    {
        get
        {
            var data = new TheoryData<Engine, string>();
            foreach (var name in NotesByName.Keys)
            {
                data.Add(Engine.Sqlite, name);
                data.Add(new TheoryDataRow<Engine, string>(Engine.PostgreSql, name) { Skip = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable });
            }

            return data;
        }
    }

    /// <summary>What the program notes for itself: no form shows it.</summary>
    private static Dictionary<string, Func<FabriqueDbContext, Task<IAggregate>>> NotesByName { get; } = new(StringComparer.Ordinal)
    {
        ["a reminder"] = async db => With(await db.WorkItems.Include(item => item.Reminders).FirstAsync(), item => item.Reminders[0].MarkSent(Sample.Now)),
        ["an escalation"] = async db => With(await db.WorkItems.FirstAsync(), item => Assert.NotNull(item.TakeEscalation(Sample.Now.AddYears(1)))),
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task A_change_of_an_aggregate_or_of_a_part_increments_its_version_once(Engine engine, string change)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);

        await test.InScopeAsync(async db =>
        {
            var aggregate = await ChangesByName[change](db);
            await db.SaveChangesAsync();

            Assert.Equal(1, aggregate.Version);
            Assert.Equal(0, await db.SaveChangesAsync());
            Assert.Equal(1, aggregate.Version);
        });
        var versions = await test.InScopeAsync(async db => new[]
        {
            await db.StaffMembers.SumAsync(one => one.Version), await db.Calls.SumAsync(one => one.Version), await db.Applications.SumAsync(one => one.Version),
            await db.Products.SumAsync(one => one.Version), await db.WorkItems.SumAsync(one => one.Version),
        });
        Assert.Equal(1, versions.Sum());
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task The_second_of_two_writers_is_refused(Engine engine, string change)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);

        await test.InScopeAsync(async first =>
        {
            await ChangesByName[change](first);
            await test.InScopeAsync(async second =>
            {
                await ChangesByName[change](second);
                await second.SaveChangesAsync();
            });

            var refusal = await Assert.ThrowsAnyAsync<DbUpdateException>(() => first.SaveChangesAsync());
            Assert.True(DatabaseErrors.IsConcurrencyConflict(refusal) || DatabaseErrors.IsUniqueViolation(refusal));
        });
    }

    [Theory, MemberData(nameof(Notes))]
    public async Task What_no_form_shows_leaves_the_version_as_it_is_and_is_noted_once(Engine engine, string note)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);
        await test.InScopeAsync(async first =>
        {
            await NotesByName[note](first);
            await test.InScopeAsync(async second =>
            {
                await NotesByName[note](second);
                await second.SaveChangesAsync();
            });

            Assert.True(DatabaseErrors.IsConcurrencyConflict(await Assert.ThrowsAnyAsync<DbUpdateException>(() => first.SaveChangesAsync())));
        });

        Assert.Equal(0, await test.InScopeAsync(db => db.WorkItems.SumAsync(one => one.Version)));
        Assert.DoesNotContain(await test.InScopeAsync(db => db.AuditEntries.ToListAsync()), entry => entry.Changes.Contains(nameof(IAggregate.Version), StringComparison.Ordinal) && entry.Action == "Modified");
    }

    /// <summary>A reminder must not leave for a task done at the same moment; the task done just after the reminder is done.</summary>
    [Theory, MemberData(nameof(Notes))]
    public async Task What_no_form_shows_is_refused_once_something_shown_has_changed(Engine engine, string note)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);
        await test.InScopeAsync(async first =>
        {
            await NotesByName[note](first);
            await test.InScopeAsync(async second =>
            {
                await ChangesByName["a task done"](second);
                await second.SaveChangesAsync();
            });

            Assert.True(DatabaseErrors.IsConcurrencyConflict(await Assert.ThrowsAnyAsync<DbUpdateException>(() => first.SaveChangesAsync())));
        });
    }

    [Theory, EngineData]
    public async Task A_form_that_carries_an_older_version_is_refused(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);
        Task EditAsync(int shown) => test.InScopeAsync(async db =>
        {
            var person = await db.StaffMembers.SingleAsync();
            db.ExpectVersion(person, shown);
            person.RecordSignIn($"Nom {shown}", person.Email, [], Sample.Now);
            await db.SaveChangesAsync();
        });

        await EditAsync(0);
        var refusal = await Assert.ThrowsAsync<StaleVersionException>(() => EditAsync(0));
        await EditAsync(1);

        Assert.True(DatabaseErrors.IsConcurrencyConflict(refusal));
        Assert.Equal(("Nom 1", 2), await test.InScopeAsync(async db => (await db.StaffMembers.Select(person => person.FullName).SingleAsync(), await db.StaffMembers.Select(person => person.Version).SingleAsync())));
    }

    [Theory, EngineData]
    public async Task Of_eight_writers_at_once_exactly_one_wins(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await SaveOneOfEachAsync(test);
        using var together = new Barrier(8);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => test.InScopeAsync(async db =>
        {
            var item = await db.WorkItems.SingleAsync();
            Assert.True(together.SignalAndWait(TimeSpan.FromMinutes(2)));
            item.Complete($"par {number}", item.AssigneeId!.Value, Sample.Now);
            try
            {
                await db.SaveChangesAsync();
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }
        }))));

        Assert.Single(outcomes, won => won);
        Assert.Equal(1, await test.InScopeAsync(db => db.AuditEntries.CountAsync(entry => entry.EntityType == nameof(WorkItem) && entry.Action == "Modified")));
    }

    private static T With<T>(T aggregate, Action<T> change)
        where T : IAggregate
    {
        change(aggregate);
        return aggregate;
    }

    private static Task SaveOneOfEachAsync(DataTest test)
    {
        var (person, call) = (Sample.Person("lea", AppRoles.Agent), Sample.Call());
        return test.SaveAsync(person, call, Sample.Draft(call, person, "C-2026-0002"), Sample.UnderScreening(call, person), Sample.Product(person), Sample.Task(Assignee.Person(person.Id)));
    }
}
