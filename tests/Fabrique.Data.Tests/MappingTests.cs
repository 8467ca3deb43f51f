using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class MappingTests
{
    [Theory, EngineData]
    public async Task A_person_comes_back_as_saved(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var person = Sample.Person("lea", AppRoles.Director, AppRoles.Agent);
        var giver = Sample.Person("youssef", AppRoles.Administrator);
        person.RecordSignIn("Léa Nouveau", "lea.nouveau@exemple.gouv.fr", [AppRoles.Team], Sample.Now);
        person.GiveRole(Guid.CreateVersion7(), AppRoles.Auditor, Sample.Now.AddDays(1), Sample.Now.AddDays(2), giver.Id, "Contrôle d’été", Sample.Now);
        await test.SaveAsync(giver, person);
        await test.InScopeAsync(async db =>
        {
            var read = await db.StaffMembers.SingleAsync(candidate => candidate.Id == person.Id);
            read.RecordSignIn(read.FullName, read.Email, [AppRoles.Agent, AppRoles.Coach], Sample.Now.AddHours(1));
            person.RecordSignIn(read.FullName, read.Email, [AppRoles.Agent, AppRoles.Coach], Sample.Now.AddHours(1));
            await db.SaveChangesAsync();
        });

        var saved = await test.InScopeAsync(db => db.StaffMembers.SingleAsync(candidate => candidate.Grants.Any(grant => grant.Role == AppRoles.Coach)));

        Assert.Equal(person.Id, saved.Id);
        Assert.Equal("Léa Nouveau", saved.FullName);
        Assert.Equal([AppRoles.Agent, AppRoles.Coach], saved.RolesAt(Sample.Now.AddHours(1)));
        Assert.Equal(Described(person), Described(saved));
        Assert.All(saved.Grants, grant => Assert.Equal(DateTimeKind.Utc, grant.StartsAt.Kind));
        Assert.True(saved.IsActive);
        Assert.Equal(Sample.Now.AddHours(1), saved.LastSignInAt);
        Assert.Equal(DateTimeKind.Utc, saved.LastSignInAt!.Value.Kind);

        static IEnumerable<object> Described(StaffMember person) => person.Grants
            .Select(grant => (grant.StaffMemberId, grant.Role, grant.Source, grant.StartsAt, grant.EndsAt, grant.GivenById, grant.Reason))
            .OrderBy(grant => (grant.Role, grant.StartsAt))
            .Cast<object>();
    }

    [Theory, EngineData]
    public async Task An_application_comes_back_with_its_content_its_opinions_and_its_decision(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (applicant, director, call) = (Sample.Person(), Sample.Person("dir", AppRoles.Director), Sample.Call());
        call.AddJuror(director.Id);
        var application = Sample.UnderScreening(call, applicant);
        application.GiveOpinion(Guid.CreateVersion7(), director.Id, OpinionVerdict.FavourableWithReservation, "Oui, mais…", Sample.Now);
        application.Decide(retained: true, "Une belle idée", director.Id, Sample.Now.AddDays(1));
        await test.SaveAsync(applicant, director, call, application);

        var saved = await test.InScopeAsync(db => db.Applications.Include(candidate => candidate.Opinions).SingleAsync(candidate => candidate.Title == "Mieux trier"));
        var savedCall = await test.InScopeAsync(db => db.Calls.Include(candidate => candidate.Jurors).SingleAsync());

        Assert.Equivalent(application, saved, strict: true);
        Assert.Equivalent(call, savedCall, strict: true);
        Assert.Equal(ApplicationStatus.Retained, saved.Status);
        Assert.Equal((Sample.Answers, "Mieux trier"), (saved.Answers, saved.Title));
        Assert.Single(savedCall.Jurors);
    }

    [Theory, EngineData]
    public async Task The_cycles_of_a_product_keep_their_order_through_renewals(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var (intrapreneur, coach, developer) = (Sample.Person(), Sample.Person("coach", AppRoles.Coach), Sample.Person("dev"));
        var product = Sample.Product(intrapreneur);
        product.NameTeam(Guid.CreateVersion7(), coach, Guid.CreateVersion7(), developer, Guid.CreateVersion7(), Sample.Now);
        product.StartFirstCycle(new Guid(9, 0, 0, new byte[8]), new DateOnly(2026, 12, 1));
        await test.SaveAsync(intrapreneur, coach, developer, product);
        for (var renewal = 0; renewal < 3; renewal++)
        {
            var descending = new Guid(8 - renewal, 0, 0, new byte[8]);
            await test.InScopeAsync(async db =>
            {
                var read = await db.Products.Include(candidate => candidate.Cycles).SingleAsync();
                read.Renew(descending, "On continue", coach.Id, Sample.Now);
                await db.SaveChangesAsync();
            });
        }

        var saved = await test.InScopeAsync(db => db.Products.Include(candidate => candidate.Cycles).Include(candidate => candidate.Missions).SingleAsync());

        Assert.Equal([1, 2, 3, 4], saved.Cycles.Select(cycle => cycle.Number));
        Assert.Equal(4, saved.CurrentCycle!.Number);
        Assert.Equal(new DateOnly(2028, 6, 1), saved.CurrentCycle.StartsOn);
        Assert.Equal(coach.Id, saved.Holder(MissionRole.Coach));
        Assert.Equal(PhaseCode.Construction, saved.Phase);
    }

    [Theory, EngineData]
    public async Task A_task_comes_back_with_its_reminders(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var person = Sample.Person();
        var (personal, shared) = (Sample.Task(Assignee.Person(person.Id)), Sample.Task(Assignee.HoldersOf(AppRoles.Team), "J"));
        personal.Reminders[0].MarkSent(Sample.Now);
        personal.Reminders[1].MarkMissed(Sample.Now.AddMinutes(1));
        personal.Complete("Favourable", person.Id, Sample.Now.AddHours(2));
        await test.SaveAsync(person, personal, shared);

        var saved = await test.InScopeAsync(db => db.WorkItems.Include(item => item.Reminders).OrderBy(item => item.Id).ToListAsync());

        Assert.Equivalent(new[] { personal, shared }.OrderBy(item => item.Id), saved, strict: true);
        Assert.Equal(3, saved.Single(item => item.AssigneeId == person.Id).Reminders.Count);
    }

    [Theory, EngineData]
    public async Task A_mail_a_timeline_entry_a_setting_and_a_key_come_back_as_saved(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var about = new Subject("Product", Guid.CreateVersion7());
        var mail = OutgoingMail.Write(Guid.CreateVersion7(), "lea@exemple.gouv.fr", "Léa", "candidature/lettre", "Votre candidature", new string('t', 50_000), "<p>é</p>", about, Sample.Now);
        mail.WaitForMorning(Sample.Now.AddHours(9));
        mail.RecordFailure("connexion refusée", permanent: false, Sample.Now);
        var line = TimelineEntry.Write(Guid.CreateVersion7(), about, Sample.Now, null, "Le produit est lancé.", isInternal: true);
        await test.SaveAsync(mail, line, new Setting { Name = "clock", Value = "3" }, new DataProtectionKey { FriendlyName = "key", Xml = "<key/>" });

        await test.InScopeAsync(async db =>
        {
            Assert.Equivalent(mail, await db.OutgoingMails.SingleAsync(), strict: true);
            Assert.Equivalent(line, await db.TimelineEntries.SingleAsync(), strict: true);
            Assert.Equal("3", (await db.Settings.SingleAsync()).Value);
            Assert.Equal("<key/>", (await db.DataProtectionKeys.SingleAsync()).Xml);
        });
    }

    [Theory]
    [EngineData(DateTimeKind.Utc)]
    [EngineData(DateTimeKind.Unspecified)]
    [EngineData(DateTimeKind.Local)]
    public async Task Instants_are_utc_to_the_microsecond_and_sort_by_time(Engine engine, DateTimeKind kind)
    {
        await using var test = await DataTest.OnAsync(engine);
        var subject = new Subject("Call", Guid.CreateVersion7());
        var exact = new DateTime(2026, 10, 25, 0, 59, 59, DateTimeKind.Utc).AddTicks(1_234_567);
        var given = kind is DateTimeKind.Local ? exact.ToLocalTime() : DateTime.SpecifyKind(exact, kind);
        var instants = new[] { given, given.AddSeconds(1), given.AddTicks(-1_234_567), given.AddMilliseconds(-50) };
        await test.SaveAsync([.. instants.Select(at => TimelineEntry.Write(Guid.CreateVersion7(), subject, at, null, "…"))]);

        var bound = exact.AddMilliseconds(-60);
        var saved = await test.InScopeAsync(db => db.TimelineEntries.Where(entry => entry.At > bound).OrderBy(entry => entry.At).Select(entry => entry.At).ToListAsync());

        Assert.Equal([exact.AddMilliseconds(-50).AddTicks(-7), exact.AddTicks(-7), exact.AddSeconds(1).AddTicks(-7)], saved);
        Assert.All(saved, at => Assert.Equal(DateTimeKind.Utc, at.Kind));
    }

    [Theory, EngineData]
    public async Task Every_table_and_column_is_in_snake_case(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        await test.InScopeAsync(db =>
        {
            var names = db.Model.GetEntityTypes()
                .SelectMany(entity => entity.GetProperties().Select(property => property.GetColumnName())
                    .Concat(entity.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties().Select(property => property.GetColumnName())))
                    .Append(entity.GetTableName()!))
                .ToList();
            Assert.Contains("work_items", names);
            Assert.Contains("decision_reason", names);
            Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", name));
            return Task.CompletedTask;
        });
    }
}
