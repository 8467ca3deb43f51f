using System.Diagnostics;
using System.Globalization;
using Fabrique.Data.Connections;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Similarity;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Similarities;
using Fabrique.Web.Features.Similarities.FindResemblances;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Tests.Features.Panels;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Internal;
using Npgsql;

namespace Fabrique.Web.Tests.Features;

public sealed class QueryCountTests
{
    private const int MostQueries = 10;

    /// <summary>Counted where PostgreSQL's driver traces them, so that those of the runtime, which go round Entity Framework, count too.</summary>
    [PostgresFact]
    public async Task No_page_asks_the_database_more_than_ten_times()
    {
        // What is remembered for a while stays remembered, however slow the machine: pages are counted at their second reading.
        await using var app = await FabriqueApp.StartAsync(Engine.PostgreSql, services => services.Configure<MemoryCacheOptions>(options => options.Clock = new StoppedClock()));

        // Instances on a version that is no longer in force are to be migrated, and a draft is to be published.
        var definitions = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var publisher = app.Services.GetRequiredService<WorkflowPublisher>();
        await definitions.RevertAsync("candidature", 1);
        await publisher.PublishLatestAsync("candidature");
        await definitions.RevertAsync("candidature", 1);
        await MultiplyAsync(app, definitions, publisher);
        await HandlerCases.WriteMessageAsync(app);
        await VisitAsync(app, await PagesAsync(app));
    }

    /// <summary>Apart, since applications of more juries make the other pages longer.</summary>
    [PostgresFact]
    public async Task No_page_of_what_a_jury_decides_does()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.PostgreSql, services => services.Configure<MemoryCacheOptions>(options => options.Clock = new StoppedClock()));
        var told = await DecisionActs.ToldAsync(app, DecisionOutcome.NotRetained);
        await PanelActs.GridAsync(app, told);
        await PanelActs.AssessAsync(app, told, "coach");
        await PanelActs.AssessAsync(app, told, "directrice");
        var prepared = await PanelActs.JuryAsync(app);
        await DecisionActs.PreparedAsync(app, prepared, app.Now.AddDays(3), DecisionOutcome.Retained, DecisionOutcome.WaitingList);
        var offered = (await DecisionActs.OfferedAsync(app)).Id;
        await VisitAsync(app, new()
        {
            ["equipe"] = [PanelLinks.Decisions(told.Panel.Id), PanelLinks.Decisions(prepared.Panel.Id), PanelLinks.Letters(prepared.Panel.Id, 2), PanelLinks.Embargo(prepared.Panel.Id), PanelLinks.Release(prepared.Panel.Id)],
            ["agent"] =
            [
                ApplicationLinks.Show(told.Items[0].Reference), PanelLinks.Result(told.Items[0].Reference), PanelLinks.Result(told.Items[1].Reference), PanelLinks.Reply(told.Items[0].Reference),
                PanelLinks.AskToTalk(told.Items[0].Reference), PanelLinks.GiveUp(told.Items[0].Reference), ModuleSamples.TaskPage(PanelTasks.Place, offered),
            ],
        });
    }

    private static async Task VisitAsync(FabriqueApp app, Dictionary<string, List<string>> pages)
    {
        var database = new NpgsqlConnectionStringBuilder(app.Services.GetRequiredService<DatabaseOptions>().ConnectionString).Database;
        var count = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => tag.Value is string value && value == database) && !activity.DisplayName.StartsWith("CONNECT", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref count);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var tooMany = new List<string>();
        foreach (var (account, paths) in pages)
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var path in paths)
            {
                await browser.GoAsync(path);
                Interlocked.Exchange(ref count, 0);
                await browser.GoAsync(path);
                Assert.True((int)browser.Status == 200, $"{path}: {browser.Status}");
                if (count > MostQueries)
                {
                    tooMany.Add(string.Create(CultureInfo.InvariantCulture, $"{path} as {account}: {count}"));
                }

                Assert.True(count > 0 || path is "/contact", $"{path}: nothing counted");
            }
        }

        Assert.True(tooMany.Count == 0, string.Join(" ; ", tooMany));
    }

    /// <summary>What a page would ask for one by one is many: procedures, drafts, and instances about one application; another is stopped by an incident.</summary>
    private static async Task MultiplyAsync(FabriqueApp app, WorkflowDefinitionStore definitions, WorkflowPublisher publisher)
    {
        for (var number = 0; number < MostQueries; number++)
        {
            await publisher.PublishAsync(Event($"essai-{number}", "un"));
            await definitions.SaveDraftAsync(Event($"essai-{number}", "deux"));
        }

        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var subjects = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Shortlisted).Select(application => application.Id).Take(2).ToListAsync());
        await DrawnTaskTests.PublishAsync(app, "js:'personne@fabrique.example'");
        await DrawnTaskTests.RunAsync(app, new Subject(ApplicationSubject.SubjectCode, subjects[1]).ToCorrelationId());
        for (var number = 0; number < MostQueries; number++)
        {
            await runtime.StartAsync(new StartRequest("essai-0") { CorrelationId = new Subject(ApplicationSubject.SubjectCode, subjects[0]).ToCorrelationId() });
        }

        static WorkflowDocument Event(string id, string name) => Drawing.Document(id, [Drawing.Node("e", "Elsa.Event", ("eventName", Drawing.Literal(name)))]);
    }

    private static async Task<Dictionary<string, List<string>>> PagesAsync(FabriqueApp app)
    {
        var tasks = await app.ReadAsync(db => db.WorkItems.Where(item => item.AssigneeRole == "Equipe").ToListAsync());
        var references = await app.ReadAsync(db => db.Applications.Where(application => application.SubmittedAt != null).Select(application => application.Reference).ToListAsync());
        var draft = await app.ReadAsync(db => db.Applications.Where(application => application.SubmittedAt == null).Select(application => application.Reference).SingleAsync());
        var ghids = await app.ReadAsync(db => db.Products.Select(product => product.Ghid).ToListAsync());
        var close = await CloseAsync(app);
        var mail = await app.ReadAsync(db => db.OutgoingMails.Select(mail => mail.Id).FirstAsync());
        var meeting = (await HandlerCases.MeetingAsync(app)).Id;
        var met = await app.ReadAsync(db => db.Products.Where(product => db.Appointments.Any(appointment => appointment.SubjectId == product.Id)).Select(product => product.Ghid).SingleAsync());
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        var jury = await PanelActs.JuryAsync(app, withSubstitute: true);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "coach", item: 1);
        var recusal = (await PanelActs.RecuseAsync(app, jury)).Id;
        await DeliberationActs.DecidedAsync(app, jury);
        var heard = (await DeliberationActs.WrittenAsync(app, jury)).SessionId;
        var voting = (await DeliberationActs.SessionAsync(app, jury)).Id;
        var planned = await SessionActs.ConveneAsync(app, await SessionActs.PlanAsync(app, jury));
        var begun = await SessionActs.BeginAsync(app, jury);
        var sessions = new[] { planned, begun };
        var unnamed = await PanelActs.JuryAsync(app, isAnonymised: true);
        await PanelActs.GridAsync(app, unnamed);
        await PanelActs.ReleaseAsync(app, unnamed);
        await PanelActs.RecuseAsync(app, unnamed, "membre");
        await PanelActs.AssessAsync(app, unnamed, "manager");
        await PanelActs.AssessAsync(app, unnamed, "directeur");
        var unheard = await SessionActs.ConveneAsync(app, await SessionActs.PlanAsync(app, unnamed));
        var panels = await app.ReadAsync(db => db.Panels.Select(panel => panel.Id).ToListAsync());
        var export = (await HandlerCases.ExportAsync(app)).Id;
        var feed = FeedSecret.New();
        await app.ActAsync("coach", services => services.GetRequiredService<MakeFeedAddressHandler>().HandleAsync(new MakeFeedAddress(feed, Version: null), CancellationToken.None));
        await using var scope = app.Services.CreateAsyncScope();
        var instances = await scope.ServiceProvider.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { Take = 3 });
        return new()
        {
            ["equipe"] =
            [
                "/", "/appels", "/appels/services-deconcentres-mieux-outilles", "/produits", "/mon-espace", "/mon-espace/absence", "/mon-espace/messages", "/mon-espace/messages?recherche=avis&famille=Request", "/mon-espace/preferences", "/mon-espace/donnees", "/administration/suppleances", "/administration/suppleances/nouvelle", "/taches", "/taches?vue=faites", "/taches?vue=attendues", "/taches?vue=closes", "/taches?recherche=bassin&quand=plus-tard", "/taches/equipe",
                "/instruction", "/instruction?etat=en-instruction&retard=oui&tri=echeance", "/instruction?appel=services-deconcentres-mieux-outilles&recherche=crues&responsable=moi", "/instruction/vues", "/instruction/vues/nouvelle?retard=oui", "/instruction/etiquettes", "/instruction/colonnes?appel=services-deconcentres-mieux-outilles",
                .. references.Select(reference => $"/instruction/{reference}?rang=1"), .. references.Select(reference => $"/instruction/{reference}?tri=echeance"),
                "/appels/gestion", "/appels/gestion?etat=ouvert",
                .. ((string[])["", "/modifier", "/dupliquer", "/programmer", "/delais", "/public", "/directions", "/etape", "/supprimer"]).Select(page => $"/appels/services-deconcentres-mieux-outilles/gestion{page}"),
                .. tasks.GroupBy(task => (task.Kind, task.Status)).Select(same => ModuleSamples.TaskPage(same.Key.Kind, same.First().Id)),
                .. tasks.Take(1).SelectMany(task => new[] { TaskLinks.Hold(task.Id), TaskLinks.Comment(task.Id) }),
                .. references.SelectMany(reference => new[] { $"/candidatures/{reference}", SimilarityLinks.List(reference), SimilarityLinks.Redirect(reference), ApplicationLinks.Departure(reference) }),
                SimilarityLinks.Compare(close.Reference, close.Id),
                ExportLinks.All, ExportLinks.Ask("instruction"), ExportLinks.Delete(export), .. references.Take(2).SelectMany(reference => (string[])[ApplicationLinks.Pdf(reference), ApplicationLinks.Zip(reference)]),
                .. references.Select(ApplicationLinks.CorrectionTime),
                .. references.SelectMany(reference => new[] { $"/candidatures/{reference}/messages", $"/candidatures/{reference}/notes" }).Take(4), "/instruction/lettres", "/instruction/lettres?numero=2",
                FormLinks.Show(slug), FormLinks.ChooseKind(slug), FormLinks.EditField(slug, ApplicationForms.Problem), FormLinks.DeleteField(slug, ApplicationForms.Problem), FormLinks.Eligibility(slug), FormLinks.Preview(slug),
                FormLinks.Publish(slug), FormLinks.Versions(slug),
                PanelLinks.All, PanelLinks.Constitute("services-deconcentres-mieux-outilles"), CallLinks.Manage("territoires-sobres"), .. panels.SelectMany(panel => new[] { PanelLinks.Show(panel), PanelLinks.Recusals(panel) }),
                .. panels.SelectMany(panel => new[] { PanelLinks.Grid(panel), PanelLinks.Assignments(panel), PanelLinks.Ranking(panel) }), PanelLinks.Rules(jury.Panel.Id), PanelLinks.Admit(jury.Panel.Id), PanelLinks.Remove(jury.Panel.Id, 1), PanelLinks.Conduct(jury.Panel.Id), PanelLinks.Delegate(jury.Panel.Id), PanelLinks.EndDelegation(jury.Panel.Id, 1), PanelLinks.Withdraw(jury.Panel.Id, recusal),
                .. panels.Select(PanelLinks.Deliberation), PanelLinks.Decide(jury.Panel.Id, jury.Items[1].Reference), PanelLinks.Ballots(jury.Panel.Id, voting), PanelLinks.Ballots(jury.Panel.Id, heard), PanelLinks.Minutes(jury.Panel.Id, heard), PanelLinks.Minutes(jury.Panel.Id, voting),
                PanelLinks.ReviseMinutes(jury.Panel.Id, heard), $"{PanelLinks.ReviseMinutes(jury.Panel.Id, heard)}?faits=true", PanelLinks.MinutesFile(jury.Panel.Id, heard, 1),
                PanelLinks.Sessions(jury.Panel.Id), PanelLinks.PlanSession(jury.Panel.Id), .. sessions.SelectMany(session => new[] { PanelLinks.Session(session.PanelId, session.Id), PanelLinks.Live(session.PanelId, session.Id), PanelLinks.Projection(session.PanelId, session.Id), PanelLinks.Agenda(session.PanelId, session.Id) }),
                PanelLinks.ReplanSession(planned.PanelId, planned.Id), PanelLinks.WaiveQuorum(planned.PanelId, planned.Id), PanelLinks.CancelSession(planned.PanelId, planned.Id),
                PanelLinks.Competences(unnamed.Panel.Id), PanelLinks.Readings(unnamed.Panel.Id), PanelLinks.PrepareReading(unnamed.Panel.Id, unnamed.Items[0].Reference), PanelLinks.PrepareReading(unnamed.Panel.Id, unnamed.Items[1].Reference),
                ProductLinks.Follow(met), ProductLinks.PlanCheckpoint(met), AppointmentLinks.Show(meeting),
                .. ghids.SelectMany(ghid => new[] { $"/produits/{ghid}", $"/produits/{ghid}/suivi", ProductLinks.PlanCheckpoint(ghid) }),
            ],
            ["coach"] =
            [
                "/mon-espace", ProductLinks.Follow(met), ProductLinks.PlanCheckpoint(met), AppointmentLinks.Show(meeting), AppointmentLinks.Cancel(meeting), AppointmentLinks.File(meeting), AppointmentLinks.Agenda,
                AppointmentLinks.Feed(feed.Text),
                .. panels.Select(PanelLinks.Show), .. panels.Select(PanelLinks.Ranking), PanelLinks.Deliberation(jury.Panel.Id), PanelLinks.Ballots(jury.Panel.Id, voting), PanelLinks.Minutes(jury.Panel.Id, heard), PanelLinks.Assess(jury.Panel.Id, jury.Items[1].Reference), ApplicationLinks.Show(jury.Items[1].Reference), .. jury.Items.Select(item => PanelLinks.Declare(jury.Panel.Id, item.Reference)),
                PanelLinks.Sessions(jury.Panel.Id), .. sessions.SelectMany(session => new[] { PanelLinks.Session(session.PanelId, session.Id), PanelLinks.Live(session.PanelId, session.Id), PanelLinks.Projection(session.PanelId, session.Id) }),
            ],
            ["directeur"] =
            [
                PanelLinks.Show(unnamed.Panel.Id), PanelLinks.Ranking(unnamed.Panel.Id), PanelLinks.Deliberation(unnamed.Panel.Id), PanelLinks.Recusals(unnamed.Panel.Id), PanelLinks.Decide(unnamed.Panel.Id, unnamed.Items[0].Reference),
                .. unnamed.Items.SelectMany(item => new[] { PanelLinks.Read(unnamed.Panel.Id, item.Reference), PanelLinks.Assess(unnamed.Panel.Id, item.Reference), PanelLinks.Declare(unnamed.Panel.Id, item.Reference) }),
                PanelLinks.Session(unheard.PanelId, unheard.Id), PanelLinks.Live(unheard.PanelId, unheard.Id), PanelLinks.Projection(unheard.PanelId, unheard.Id), PanelLinks.Agenda(unheard.PanelId, unheard.Id),
            ],
            ["agent2"] = ["/mon-espace", $"/candidatures/{draft}", $"/candidatures/{draft}/modifier", $"/candidatures/{draft}/retirer", $"/candidatures/{draft}/depot", $"/candidatures/{draft}/equipe", $"/candidatures/{draft}/versions", "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles"],
            ["admin"] =
            [
                "/mon-espace", "/administration", "/administration/comptes", "/administration/comptes?etat=retires&recherche=lavande", $"/administration/comptes/{(await OwnCaseTests.PersonAsync(app, "coach")).Id}", "/administration/relances", "/administration/motifs", "/administration/organisation", "/administration/organisation/ddt-69", "/administration/instances", "/administration/incidents", "/administration/incidents?etat=clos", "/administration/envois", $"/administration/envois/{mail}", "/administration/messages", "/administration/messages/commun/tache-a-faire", "/administration/libelles", "/administration/libelles/lettre.recours", "/administration/messages/commun/tache-a-faire?procedure=candidature",
                "/administration/messages/candidature/accuse-de-reception", "/administration/messages/candidature/accuse-de-reception/coupure", $"{MessageLinks.Versions(HandlerCases.MessageKey)}?de=0&a=1",
                "/administration/circuits/candidature/simulation?jour=2026-01-05",
                $"/administration/circuits/candidature/simulation?dossier={references[0]}", $"/administration/circuits/incubation/simulation?dossier={ghids[0]}",
                .. instances.Select(instance => $"/administration/instances/{instance.Id}"),
                "/administration/procedures",
                .. ((string[])["", "/verification", "/publication", "/comparaison", "/migration", "/retrait", "/arret", "/versions/1/suppression", "/versions/1/export"]).Select(page => $"/administration/procedures/candidature{page}"),
            ],
        };
    }

    /// <summary>Applications that are close to one another and to a product, so that the pages show some.</summary>
    private static async Task<(string Reference, Guid Id)> CloseAsync(FabriqueApp app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<FindResemblances>().RunAsync(CancellationToken.None);
        }

        return await app.ReadAsync(async db =>
        {
            var ids = await db.Applications.Where(application => application.SubmittedAt != null).OrderBy(application => application.Reference).Select(application => application.Id).ToListAsync();
            var product = await db.Products.OrderBy(product => product.Ghid).Select(product => product.Id).FirstAsync();
            await db.Resemblances.ExecuteDeleteAsync();
            Resemblance[] made =
            [
                .. ids.Skip(1).Select(other => Resemblance.OfApplications(Guid.CreateVersion7(), ids[0], other, app.Now)),
                .. ids.Select(id => Resemblance.OfProduct(Guid.CreateVersion7(), id, product, app.Now)),
            ];
            db.Resemblances.AddRange(made);
            await db.SaveChangesAsync();
            var shown = made[0].Id;
            var reference = await db.Applications.Where(application => application.Id == ids[0]).Select(application => application.Reference).SingleAsync();
            return (reference, shown);
        });
    }

    private sealed class StoppedClock : ISystemClock
    {
        public DateTimeOffset UtcNow { get; } = TimeProvider.System.GetUtcNow();
    }
}
