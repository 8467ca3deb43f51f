using System.Text.Json;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Tests;

public sealed class AuditTests
{
    [Theory, EngineData]
    public async Task Each_changed_entity_leaves_one_entry_with_who_when_where_and_what(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (applicant, person, call) = (Sample.Person("lea", AppRoles.Agent), Sample.Person("zoe", AppRoles.Director), Sample.Call());
        var application = Sample.UnderScreening(call, applicant);
        await test.SaveAsync(applicant, person, call, application);
        test.Clock.Advance(TimeSpan.FromHours(1));

        await test.ActAsync(person.Id, "POST /instruction", async db =>
        {
            var read = await db.Applications.Include(candidate => candidate.Opinions).SingleAsync();
            read.GiveOpinion(Guid.CreateVersion7(), person.Id, OpinionVerdict.Unfavourable, "Déjà « fait » ailleurs", Sample.Now);
            read.Decide(retained: false, "Un doublon", person.Id, Sample.Now);
            await db.SaveChangesAsync();
        });

        var entries = await test.InScopeAsync(db => db.AuditEntries.Where(entry => entry.UseCase != "").OrderBy(entry => entry.EntityType).ToListAsync());
        Assert.Equal([("Application", "Modified"), ("Opinion", "Added")], entries.Select(entry => (entry.EntityType, entry.Action)));
        Assert.All(entries, entry =>
        {
            Assert.Equal((person.Id, "POST /instruction", Sample.Now.AddHours(1)), (entry.ActorId, entry.UseCase, entry.At));
            Assert.Equal(7, entry.Id.Version);
        });
        Assert.Equal(application.Id.ToString(), entries[0].EntityId);
        var changes = JsonDocument.Parse(entries[0].Changes).RootElement;
        Assert.Equal(["UnderScreening", "NotRetained"], changes.GetProperty("Status").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal([null, "Un doublon"], changes.GetProperty("DecisionReason").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal([0, 1], changes.GetProperty("Version").EnumerateArray().Select(value => value.GetInt32()));
        Assert.False(changes.TryGetProperty("Reference", out _));
        Assert.Contains("Déjà « fait » ailleurs", entries[1].Changes, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_creation_keeps_its_values_and_a_deletion_what_was_lost(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (person, call) = (Sample.Person(), Sample.Call());
        await test.SaveAsync(person, call, Sample.Draft(call, person));
        await test.InScopeAsync(async db =>
        {
            db.Remove(await db.Applications.SingleAsync());
            await db.SaveChangesAsync();
        });

        var entries = await test.InScopeAsync(db => db.AuditEntries.Where(entry => entry.EntityType == "Application").OrderBy(entry => entry.Action).ToListAsync());

        Assert.Equal(["Added", "Deleted"], entries.Select(entry => entry.Action));
        Assert.Equal([null, "Mieux trier"], JsonDocument.Parse(entries[0].Changes).RootElement.GetProperty("Title").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal(["Mieux trier", null], JsonDocument.Parse(entries[1].Changes).RootElement.GetProperty("Title").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory, EngineData]
    public async Task Technical_rows_and_mail_bodies_stay_out_and_long_texts_are_cut(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (person, call) = (Sample.Person(), Sample.Call());
        var application = Application.StartDraft(Guid.CreateVersion7(), "C-1", call.Id, person.Id, ApplicationForms.Fill("Mieux trier", new string('p', 3000), "", ""), Sample.Now);
        var mail = OutgoingMail.Write(Guid.CreateVersion7(), "a@exemple.gouv.fr", "A", "modele", "Objet", "corps-texte", "corps-html", new Subject("Call", call.Id), Sample.Now);
        await test.SaveAsync(person, call, application, mail, new Setting { Name = "clock" }, new DataProtectionKey { Xml = "secret" }, new SequenceCounter { Name = "n" });

        var entries = await test.InScopeAsync(db => db.AuditEntries.ToListAsync());

        Assert.Equal(["Application", "CallForApplications", "OutgoingMail", "StaffMember"], entries.Select(entry => entry.EntityType).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.DoesNotContain("corps-", entry.Changes, StringComparison.Ordinal));
        var problem = JsonDocument.Parse(entries.Single(entry => entry.EntityType == "Application").Changes).RootElement.GetProperty("Answers.problem")[1].GetString()!;
        Assert.Equal(AuditEntry.TextLength, problem.Length);
        Assert.EndsWith("p…", problem, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task The_trail_cannot_be_changed_or_shortened(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.SaveAsync(Sample.Person());

        await test.InScopeAsync(async db =>
        {
            db.Remove(await db.AuditEntries.SingleAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });
        await test.InScopeAsync(async db =>
        {
            db.Entry(await db.AuditEntries.SingleAsync()).Property(entry => entry.UseCase).CurrentValue = "autre";
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });

        Assert.Equal("", (await test.InScopeAsync(db => db.AuditEntries.SingleAsync())).UseCase);
    }

    [Theory, EngineData]
    public async Task A_transaction_that_rolls_back_leaves_no_entry(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);

        await test.InScopeAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(Sample.Person());
            await db.SaveChangesAsync();
            Assert.Equal(1, await db.AuditEntries.CountAsync());
            await transaction.RollbackAsync();
        });

        Assert.Equal(0, await test.InScopeAsync(db => db.AuditEntries.CountAsync()));
    }

    [Theory, EngineData]
    public async Task A_save_repeated_after_a_fault_before_the_commit_is_audited_once(Engine engine)
    {
        var fault = new FaultBeforeSave();
        await using var test = await DataTest.OnAsync(engine, services => services.AddSingleton<IInterceptor>(fault));

        await test.InScopeAsync(async db =>
        {
            db.Add(Sample.Person());
            await Assert.ThrowsAsync<TimeoutException>(() => db.SaveChangesAsync());
            await db.SaveChangesAsync();
        });

        Assert.True(fault.Happened);
        Assert.Equal(1, await test.InScopeAsync(db => db.AuditEntries.CountAsync()));
    }

    [Theory, EngineData]
    public async Task An_entry_that_a_use_case_writes_itself_is_kept_once_after_a_fault_too(Engine engine)
    {
        var fault = new FaultBeforeSave();
        await using var test = await DataTest.OnAsync(engine, services => services.AddSingleton<IInterceptor>(fault));

        await test.InScopeAsync(async db =>
        {
            db.Add(Sample.Person());
            db.AuditEntries.Add(new AuditEntry { Id = Guid.CreateVersion7(), At = Sample.Now, EntityType = "Elsewhere", EntityId = "x", Action = "Published" });
            await Assert.ThrowsAsync<TimeoutException>(() => db.SaveChangesAsync());
            await db.SaveChangesAsync();
            await db.SaveChangesAsync();
        });

        Assert.Equal(["Elsewhere", "StaffMember"], await test.InScopeAsync(db => db.AuditEntries.Select(entry => entry.EntityType).OrderBy(type => type).ToListAsync()));
    }

    // Registered after the product's own interceptors: the audit entries are written when it throws.
    private sealed class FaultBeforeSave : SaveChangesInterceptor
    {
        public bool Happened { get; private set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!Happened)
            {
                Happened = true;
                throw new TimeoutException("The network is down.");
            }

            return ValueTask.FromResult(result);
        }
    }
}
