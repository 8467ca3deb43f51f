using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.GiveApproval;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Features.Calls.AdvanceCall;
using Fabrique.Web.Features.Calls.CreateCall;
using Fabrique.Web.Features.Calls.NameJurors;
using Fabrique.Web.Features.Calls.ScheduleCall;
using Fabrique.Web.Features.DemoClock;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.AdmitMember;
using Fabrique.Web.Features.Panels.Assign;
using Fabrique.Web.Features.Panels.ConductPanel;
using Fabrique.Web.Features.Panels.ConstituteJury;
using Fabrique.Web.Features.Panels.DelegateSeat;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Features.Panels.Sessions.Plan;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Demonstration;

/// <summary>
/// Demonstration data, lived rather than inserted: the year before today is played with the same use cases as the pages', the clock going
/// from one due instant to the next. So every state is possible, and every date, mail and line of a timeline is the one that the product writes.
/// </summary>
internal sealed class DemoData(IServiceScopeFactory scopes, FabriqueClock clock, TimeTravel travel)
{
    /// <summary>Name of the <see cref="Setting"/> that says how far the loading went.</summary>
    public const string SettingName = "demonstration";

    private const string Loading = "loading";
    private const string Loaded = "loaded";

    /// <summary>One of them is in the running, and another gave their opinion on one of the applications.</summary>
    private static readonly (string Key, Capacity Capacity)[] DemoJury =
    [
        ("directrice", Capacity.Voting),
        ("directeur", Capacity.Voting),
        ("ludovic", Capacity.Voting),
        ("gaelle", Capacity.Voting),
        ("alizee", Capacity.Voting),
        ("coach", Capacity.Advisory),
        ("corentin", Capacity.Observer),
    ];

    private readonly Dictionary<string, Guid> people = new(StringComparer.Ordinal);
    private DateOnly today;

    /// <summary>Whether an earlier start was stopped in the middle: what is there is worth nothing, and nobody has used it.</summary>
    public static async Task<bool> IsUnfinishedAsync(FabriqueDbContext db, CancellationToken cancellationToken) =>
        await db.Settings.AnyAsync(setting => setting.Name == SettingName && setting.Value == Loading, cancellationToken);

    /// <summary>Does nothing when it is loaded, or when the database holds anybody.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        today = ParisTime.DayOf(now);
        if (!await BeginAsync(cancellationToken))
        {
            return;
        }

        foreach (var (at, act) in Script().Where(scene => scene.At < now).OrderBy(scene => scene.At))
        {
            await travel.AdvanceToAsync(at, cancellationToken);
            await act(cancellationToken);
        }

        await travel.AdvanceToAsync(now, cancellationToken);
        await EndAsync(cancellationToken);
    }

    private async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        if (await db.StaffMembers.AnyAsync(cancellationToken))
        {
            return false;
        }

        db.Settings.Add(new Setting { Name = SettingName, Value = Loading });
        var beginning = clock.GetUtcNow().UtcDateTime.AddDays(-400);
        foreach (var person in DemoPeople.All)
        {
            var id = Guid.CreateVersion7(clock.GetUtcNow());
            people[person.Key] = id;
            db.StaffMembers.Add(StaffMember.Register(id, person.DirectoryId, person.Name, person.Email, person.Unit, person.Roles, beginning));
        }

        await db.SaveChangesAsync(cancellationToken);
        Organise(db);
        await db.SaveChangesAsync(cancellationToken);
        clock.BeginInThePast(beginning);
        return true;
    }

    private void Organise(FabriqueDbContext db)
    {
        var units = new Dictionary<string, OrganisationUnit>(StringComparer.Ordinal);
        foreach (var sheet in DemoOrganisation.Units)
        {
            units[sheet.Code] = OrganisationUnit.Create(Guid.CreateVersion7(clock.GetUtcNow()), sheet, sheet.ParentCode is { } parent ? units[parent].Id : null);
            db.OrganisationUnits.Add(units[sheet.Code]);
        }

        var managers = DemoOrganisation.People.Where(place => place.Value.Manager is not null).ToDictionary(place => people[place.Key], place => people[place.Value.Manager!]);
        foreach (var person in db.StaffMembers.Local)
        {
            var key = people.Single(known => known.Value == person.Id).Key;
            if (DemoOrganisation.People.TryGetValue(key, out var place))
            {
                person.Join(units[place.Unit]);
                person.ReportTo(place.Manager is null ? null : people[place.Manager], managers);
            }
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var setting = await db.Settings.SingleAsync(setting => setting.Name == SettingName, cancellationToken);
        setting.Value = Loaded;
        await db.SaveChangesAsync(cancellationToken);
        await clock.BeginInThePresentAsync(db, cancellationToken);
    }

    private IEnumerable<(DateTime At, Func<CancellationToken, Task> Act)> Script()
    {
        // Products taken over from before: the day on which each cycle started is told by the day on which it ends.
        var ombrelle = CycleEndingOn(today.AddDays(13));
        yield return (At(ombrelle.AddDays(-4), 10), token => TakeOverAsync("ombrelle", "Ombrelle", "Repérer les lieux du quotidien invivables en canicule", "alizee", token));
        yield return (At(ombrelle, 11), token => NameTeamAsync("ombrelle", "coach", "membre", token));

        var haieVive = CycleEndingOn(today.AddDays(-60));
        yield return (At(haieVive.AddDays(-6), 10), token => TakeOverAsync("haie-vive", "Haie vive", "Aider les communes à planter et suivre leurs haies", "octavie", token));
        yield return (At(haieVive, 15), token => NameTeamAsync("haie-vive", "coach", "corentin", token));
        yield return (At(today.AddDays(-68), 16), token => CheckpointAsync("haie-vive", renewed: true, "Premiers usages convaincants : 410 km de haies déclarés par 52 communes. Objectif des six mois : 640 km plantés et suivis.", token));

        var grainDeSable = CycleEndingOn(today.AddDays(-158));
        yield return (At(grainDeSable.AddDays(-3), 10), token => TakeOverAsync("grain-de-sable", "Grain de sable", "Mesurer et apaiser le bruit des chantiers", "rosalie", token));
        yield return (At(grainDeSable, 9), token => NameTeamAsync("grain-de-sable", "coach", "corentin", token));
        yield return (At(today.AddDays(-165), 17), token => CheckpointAsync("grain-de-sable", renewed: false, "Les mesures existent déjà chez les maîtres d’ouvrage, et aucun des six chantiers rencontrés n’aurait changé ses horaires.", token));

        yield return (At(today.AddDays(-75), 14), token => ScheduleAsync("territoires-sobres", DemoCalls.SoberTerritories(today), token));
        yield return (At(today.AddDays(-50), 11), token => SubmitAsync("elise", "territoires-sobres", DemoApplications.SecondePierre, token, manager: "ludovic"));
        yield return (At(today.AddDays(-50), 14), token => ApproveAsync("ludovic", "Seconde Pierre", HierarchicalApprovalStatus.Approved, "", 4, token));
        yield return (At(today.AddDays(-50), 16), token => AdmitAsync("Seconde Pierre", token));
        yield return (At(today.AddDays(-49), 10), token => ShortlistAsync("Seconde Pierre", token));
        yield return (At(today.AddDays(-47), 18), token => OpinionAsync("directrice", "Seconde Pierre", OpinionVerdict.Favourable, "Problème mesuré, premiers usagers nommés. Je soutiens.", token));
        yield return (At(today.AddDays(-46), 8), token => OpinionAsync("directeur", "Seconde Pierre", OpinionVerdict.Favourable, "", token));
        yield return (At(today.AddDays(-40), 10), token => SubmitAsync("gaelle", "territoires-sobres", DemoApplications.Cortege, token, manager: "admin"));
        yield return (At(today.AddDays(-40), 16), token => ApproveAsync("admin", "Cortège", HierarchicalApprovalStatus.Approved, "", 4, token));
        yield return (At(today.AddDays(-40), 17), token => AdmitAsync("Cortège", token));
        yield return (At(today.AddDays(-39), 9), token => ShortlistAsync("Cortège", token));
        yield return (At(today.AddDays(-39), 10), token => SubmitAsync("hector", "territoires-sobres", DemoApplications.Sobrefrigo, token));
        yield return (At(today.AddDays(-39), 15), token => ApproveAsync("manager", "Sobrefrigo", HierarchicalApprovalStatus.Approved, "", 3, token));
        yield return (At(today.AddDays(-39), 16), token => AdmitAsync("Sobrefrigo", token));
        yield return (At(today.AddDays(-38), 10), token => ShortlistAsync("Sobrefrigo", token));
        yield return (At(today.AddDays(-37), 19), token => OpinionAsync("directeur", "Cortège", OpinionVerdict.FavourableWithReservation, "Bonne idée, à condition de partir d’un seul site et de mesurer les trajets évités.", token));
        yield return (At(today.AddDays(-36), 9), token => SubmitAsync("fabien", "territoires-sobres", DemoApplications.Lueur, token, manager: "gaelle"));
        yield return (At(today.AddDays(-36), 17), token => ApproveAsync("gaelle", "Lueur", HierarchicalApprovalStatus.Approved, "", null, token));
        yield return (At(today.AddDays(-36), 18), token => AdmitAsync("Lueur", token));
        yield return (At(today.AddDays(-36), 19), token => ShortlistAsync("Lueur", token));
        yield return (At(today.AddDays(-36), 20), token => OpinionAsync("directrice", "Cortège", OpinionVerdict.Favourable, "", token));
        yield return (At(today.AddDays(-35), 10), token => OpinionAsync("directrice", "Sobrefrigo", OpinionVerdict.Unfavourable, "Le sujet est utile, mais ces commerces relèvent du secteur privé et d’un dispositif d’aide existant.", token));
        yield return (At(today.AddDays(-35), 11), token => SubmitAsync("octavie", "territoires-sobres", DemoApplications.Maree, token, manager: "admin"));
        yield return (At(today.AddDays(-35), 15), token => ApproveAsync("admin", "Marée", HierarchicalApprovalStatus.Approved, "", null, token));
        yield return (At(today.AddDays(-34), 9), token => CheckAsync("Marée", AdmissibilityChoice.Inadmissible, token));
        yield return (At(today.AddDays(-34), 10), token => OpinionAsync("directeur", "Sobrefrigo", OpinionVerdict.Unfavourable, "Hors du champ des politiques que nous portons.", token));
        yield return (At(today.AddDays(-33), 10), token => OpinionAsync("directrice", "Lueur", OpinionVerdict.Favourable, "Gain d’énergie et biodiversité : à retenir.", token));
        yield return (At(today.AddDays(-31), 10), token => ReviewAsync("territoires-sobres", token));
        yield return (At(today.AddDays(-30), 9), token => ConstituteAsync("territoires-sobres", token));
        yield return (At(today.AddDays(-29), 18), token => RecuseAsync("coach", "Lueur", ConflictKind.Professional, "J’ai conseillé cette équipe l’an dernier.", token));
        yield return (At(today.AddDays(-28), 9), token => DrawAsync("territoires-sobres", token));
        yield return (At(today.AddDays(-20), 15), token => DecideAsync("Sobrefrigo", retained: false, "Votre idée s’adresse à des commerces privés qui disposent déjà d’un dispositif d’aide. Nous pouvons vous mettre en relation avec ses responsables.", token));
        yield return (At(today.AddDays(-2), 11), token => PlanHearingsAsync("territoires-sobres", token));
        yield return (At(today.AddDays(-3), 11), token => DecideAsync("Seconde Pierre", retained: true, "Un problème chiffré, des premiers usagers prêts à essayer, une personne qui connaît le terrain.", token));

        yield return (At(today.AddDays(-14), 14), token => ScheduleAsync("services-deconcentres-mieux-outilles", DemoCalls.BetterTools(today), token));
        yield return (At(today.AddDays(-6), 13), token => DraftAsync("agent2", "services-deconcentres-mieux-outilles", DemoApplications.CarnetDePont, token));
        yield return (At(today.AddDays(-3), 16), token => SubmitAsync("ludovic", "services-deconcentres-mieux-outilles", DemoApplications.Bassin, token, manager: "fabien"));
        yield return (At(today.AddDays(-3), 18), token => ApproveAsync("fabien", "Bassin", HierarchicalApprovalStatus.ApprovedWithReservation, "D’accord à partir de la fin de la campagne d’irrigation : d’ici là, Ludovic est seul à suivre les prélèvements.", 4, token));
        yield return (At(today.AddDays(-3), 19), token => AdmitAsync("Bassin", token));
        yield return (At(today.AddDays(-3), 20), token => ShortlistAsync("Bassin", token));
        yield return (At(today.AddDays(-2), 8), token => OpinionAsync("directrice", "Bassin", OpinionVerdict.FavourableWithReservation, "À condition de s’appuyer sur les déclarations existantes, sans nouvelle saisie pour les préleveurs.", token));
        yield return (At(today.AddDays(-1), 17), token => SubmitAsync("agent", "services-deconcentres-mieux-outilles", DemoApplications.Passerelle, token));
        yield return (At(today.AddDays(-1), 18), token => ApproveAsync("manager", "Passerelle", HierarchicalApprovalStatus.Approved, "", 4, token));
        yield return (At(today.AddDays(-1), 19), token => AdmitAsync("Passerelle", token));
        yield return (At(today.AddDays(-1), 20), token => ShortlistAsync("Passerelle", token));
        yield return (At(today.AddDays(-1), 20), token => SubmitAsync("hector", "services-deconcentres-mieux-outilles", DemoApplications.Balise, token, manager: "manager"));
        yield return (At(today.AddDays(-1), 20), token => SubmitAsync("fabien", "services-deconcentres-mieux-outilles", DemoApplications.Tuilage, token, manager: "gaelle"));
        yield return (At(today.AddDays(-1), 21), token => ApproveAsync("manager", "Balise", HierarchicalApprovalStatus.Approved, "", 4, token));
        yield return (At(today.AddDays(-1), 21), token => ApproveAsync("gaelle", "Tuilage", HierarchicalApprovalStatus.Approved, "", 2, token));
        yield return (At(today.AddDays(-1), 22), token => CheckAsync("Balise", AdmissibilityChoice.Corrections, token));
    }

    private static DateOnly CycleEndingOn(DateOnly lastDay) => lastDay.AddDays(1).AddMonths(-FundingCycle.UsualMonths);

    private static DateTime At(DateOnly day, int hour) => ParisTime.ToUtc(day, new TimeOnly(hour, 0));

    private async Task ScheduleAsync(string slug, CallSheet sheet, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var made = await services.GetRequiredService<CreateCallHandler>().HandleAsync(new CreateCall { Id = Guid.CreateVersion7(clock.GetUtcNow()), Slug = slug, Sheet = sheet }, cancellationToken);
            Expect(made);
            var call = made.Value!;
            Expect(await services.GetRequiredService<NameJurorsHandler>().HandleAsync(new NameJurors(call.Id, call.Version, [people["directrice"], people["directeur"]], ""), cancellationToken));
            Expect(await services.GetRequiredService<ScheduleCallHandler>().HandleAsync(new ScheduleCall(call.Id, call.Version, ProcedureVersionId: null), cancellationToken));
        });

    private async Task ReviewAsync(string slug, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var call = await services.GetRequiredService<FabriqueDbContext>().Calls.SingleAsync(call => call.Slug == slug, cancellationToken);
            Expect(await services.GetRequiredService<AdvanceCallHandler>().HandleAsync(new AdvanceCall(call.Id, call.Version, CallEvent.StartReview), cancellationToken));
        });

    private async Task ConstituteAsync(string slug, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var call = await services.GetRequiredService<FabriqueDbContext>().Calls.SingleAsync(call => call.Slug == slug, cancellationToken);
            var rules = new PanelRules(new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Majority.Simple, ChairHasCastingVote: true);
            var made = await services.GetRequiredService<ConstituteJuryHandler>().HandleAsync(new ConstituteJury(call.Id, FrenchSpacing.Keep($"Jury de « {call.Title} »"), rules), cancellationToken);
            Expect(made);
            var (panel, day) = (made.Value!, ParisTime.DayOf(clock.GetUtcNow().UtcDateTime));
            foreach (var (key, capacity) in DemoJury)
            {
                var name = DemoPeople.All.Single(person => person.Key == key).Name;
                Expect(await services.GetRequiredService<AdmitMemberHandler>().HandleAsync(new AdmitMember(panel.Id, panel.Version, name, capacity, day), cancellationToken));
            }

            Expect(await services.GetRequiredService<ConductPanelHandler>().HandleAsync(new ConductPanel(panel.Id, panel.Version, people["directrice"], people["directeur"], "Anouk Églantine"), cancellationToken));
            var criteria = call.Criteria.Select((label, rank) => new CriterionDraft(string.Create(CultureInfo.InvariantCulture, $"c{rank + 1}"), label, "", 1, new Scale(0, 5, 1), RequiresComment: false)).ToList();
            Expect(await services.GetRequiredService<ChangeGridHandler>().HandleAsync(new ChangeGrid(panel.Id, Version: null, criteria), cancellationToken));
            Expect(await services.GetRequiredService<DelegateSeatHandler>().HandleAsync(new DelegateSeat(panel.Id, panel.Version, people["directeur"], "Octavie Ronce", call.HearingsOn!.Value, call.HearingsOn.Value), cancellationToken));
        });

    private async Task DrawAsync(string slug, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            var panel = await db.Panels.Where(panel => db.Calls.Any(call => call.Id == panel.SubjectId && call.Slug == slug)).Select(panel => panel.Id).SingleAsync(cancellationToken);
            Expect(await services.GetRequiredService<DrawAssignmentsHandler>().HandleAsync(new DrawAssignments(panel, ReviewersPerItem: 2, Seed: 20_260), cancellationToken));
        });

    // Nobody is told of it yet: the first to look at it convenes.
    private async Task PlanHearingsAsync(string slug, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            var call = await db.Calls.SingleAsync(call => call.Slug == slug, cancellationToken);
            var panel = await db.Panels.SingleAsync(panel => panel.SubjectId == call.Id, cancellationToken);
            var plan = new SessionPlan
            {
                Day = call.HearingsOn!.Value,
                At = new TimeOnly(9, 30),
                Place = "Salle Rachel Carson, tour Séquoia",
                Link = "",
                Pace = HearingPace.Default,
                Order = RunningOrderKind.Drawn,
                Seed = 20_260,
                Items = await db.Applications.Where(application => application.CallId == call.Id && application.Status == ApplicationStatus.Shortlisted).OrderBy(application => application.Reference).Select(application => application.Id).ToListAsync(cancellationToken),
                Breaks = [],
            };
            Expect(await services.GetRequiredService<PlanSessionHandler>().HandleAsync(new PlanSession(Guid.CreateVersion7(clock.GetUtcNow()), panel.Id, plan), cancellationToken));
        });

    private async Task RecuseAsync(string member, string title, ConflictKind conflict, string reason, CancellationToken cancellationToken) =>
        await AsAsync(member, async services =>
        {
            var id = await FindApplicationAsync(services, title, cancellationToken);
            var db = services.GetRequiredService<FabriqueDbContext>();
            var panel = await db.Panels.Where(panel => db.Applications.Any(application => application.Id == id && application.CallId == panel.SubjectId)).Select(panel => panel.Id).SingleAsync(cancellationToken);
            Expect(await services.GetRequiredService<EnterRecusalHandler>().HandleAsync(new EnterRecusal(panel, PersonId: null, id, conflict, reason), cancellationToken));
        });

    private async Task TakeOverAsync(string ghid, string name, string pitch, string intrapreneur, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var now = clock.GetUtcNow();
            var product = Product.Launch(Guid.CreateVersion7(now), ghid, name, pitch, applicationId: null, people[intrapreneur], Guid.CreateVersion7(now), ParisTime.DayOf(now.UtcDateTime));
            var db = services.GetRequiredService<FabriqueDbContext>();
            db.Products.Add(product);
            await StartAsync(services, db, "incubation", new Subject(ProductSubject.SubjectCode, product.Id), cancellationToken);
        });

    private static async Task StartAsync(IServiceProvider services, FabriqueDbContext db, string definitionId, Subject subject, CancellationToken cancellationToken)
    {
        var signals = services.GetRequiredService<IWorkflowSignals>();
        signals.Start(new StartRequest(definitionId) { CorrelationId = subject.ToCorrelationId() });
        await db.SaveChangesAsync(cancellationToken);
        await signals.KickAsync(cancellationToken);
    }

    /// <param name="applicant">Key of who applies.</param>
    /// <param name="callSlug">Of the call.</param>
    /// <param name="answers">To its form.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <param name="manager">Key of whom they name as their line manager; the directory’s when null.</param>
    private async Task SubmitAsync(string applicant, string callSlug, FormAnswers answers, CancellationToken cancellationToken, string? manager = null)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        if (manager is not null)
        {
            await SaveAsync(applicant, id, callSlug, answers, submit: false, cancellationToken);
            var name = DemoPeople.All.Single(person => person.Key == manager).Name;
            await AsAsync(applicant, async services => Expect(await services.GetRequiredService<NameManagerHandler>().HandleAsync(new NameManager { ApplicationId = id, Person = name }, cancellationToken)));
        }

        await SaveAsync(applicant, id, callSlug, answers, submit: true, cancellationToken);
    }

    private Task DraftAsync(string applicant, string callSlug, FormAnswers answers, CancellationToken cancellationToken) =>
        SaveAsync(applicant, Guid.CreateVersion7(clock.GetUtcNow()), callSlug, answers, submit: false, cancellationToken);

    private async Task SaveAsync(string applicant, Guid id, string callSlug, FormAnswers answers, bool submit, CancellationToken cancellationToken) =>
        await AsAsync(applicant, async services =>
        {
            var callId = await services.GetRequiredService<FabriqueDbContext>().Calls.Where(call => call.Slug == callSlug).Select(call => call.Id).SingleAsync(cancellationToken);
            var saved = await services.GetRequiredService<SaveApplicationHandler>().HandleAsync(new SaveApplication { ApplicationId = id, CallId = callId, Answers = answers }, cancellationToken);
            Expect(saved);
            if (submit)
            {
                var application = saved.Value!.Application;
                Expect(await services.GetRequiredService<SubmitApplicationHandler>().HandleAsync(new SubmitApplication { ApplicationId = application.Id, Version = application.Version }, cancellationToken));
            }
        });

    private async Task ApproveAsync(string manager, string title, HierarchicalApprovalStatus status, string reason, int? halfDays, CancellationToken cancellationToken) =>
        await AsAsync(manager, async services =>
        {
            var application = await FindApplicationAsync(services, title, cancellationToken);
            var item = await FindTaskAsync(services, ApplicationTasks.Approval, application, people[manager], cancellationToken);
            Expect(await services.GetRequiredService<GiveApprovalHandler>().HandleAsync(new GiveApproval { TaskId = item.Id, Status = status, Reason = reason, HalfDaysPerWeek = halfDays }, cancellationToken));
        });

    private Task AdmitAsync(string title, CancellationToken cancellationToken) => CheckAsync(title, AdmissibilityChoice.Admissible, cancellationToken);

    private async Task CheckAsync(string title, AdmissibilityChoice choice, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var item = await FindTaskAsync(services, AdmissibilityTasks.Admissibility, await FindApplicationAsync(services, title, cancellationToken), assigneeId: null, cancellationToken);
            Expect(await services.GetRequiredService<CheckAdmissibilityHandler>().HandleAsync(
                new CheckAdmissibilityInput
                {
                    TaskId = item.Id,
                    Version = item.Version,
                    Choice = choice,
                    Reasons = ["pas-un-service-numerique"],
                    Words = "Une lettre d’information se fait avec les outils de communication du ministère.",
                    Message = "Votre idée nous intéresse : il manque deux précisions avant d’aller plus loin.",
                    Remarks =
                    [
                        new CorrectionRemark(ApplicationForms.Problem, "Combien d’agents sont concernés, et combien de temps perdent-ils par mois ?"),
                        new CorrectionRemark(ApplicationForms.FirstUsers, "Nommez au moins un service qui a accepté d’essayer."),
                    ],
                },
                cancellationToken));
        });

    private async Task ShortlistAsync(string title, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var item = await FindTaskAsync(services, AdmissibilityTasks.Shortlisting, await FindApplicationAsync(services, title, cancellationToken), assigneeId: null, cancellationToken);
            Expect(await services.GetRequiredService<ShortlistHandler>().HandleAsync(new ShortlistInput { TaskId = item.Id, Version = item.Version, Shortlisted = true, Reason = "" }, cancellationToken));
        });

    private async Task OpinionAsync(string director, string title, OpinionVerdict verdict, string comment, CancellationToken cancellationToken) =>
        await AsAsync(director, async services =>
        {
            var application = await FindApplicationAsync(services, title, cancellationToken);
            var item = await FindTaskAsync(services, ApplicationTasks.Opinion, application, people[director], cancellationToken);
            Expect(await services.GetRequiredService<GiveOpinionHandler>().HandleAsync(new GiveOpinion { TaskId = item.Id, Verdict = verdict, Comment = comment }, cancellationToken));
        });

    private async Task DecideAsync(string title, bool retained, string reason, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var application = await FindApplicationAsync(services, title, cancellationToken);
            var item = await FindTaskAsync(services, ApplicationTasks.Decision, application, assigneeId: null, cancellationToken);
            Expect(await services.GetRequiredService<RecordDecisionHandler>().HandleAsync(
                new RecordDecision { TaskId = item.Id, Version = item.Version, Retained = retained, Reason = reason },
                cancellationToken));
        });

    private async Task NameTeamAsync(string ghid, string coach, string developer, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var item = await FindTaskAsync(services, ProductTasks.TeamNaming, await FindProductAsync(services, ghid, cancellationToken), assigneeId: null, cancellationToken);
            Expect(await services.GetRequiredService<NameTeamHandler>().HandleAsync(
                new NameTeam { TaskId = item.Id, Version = item.Version, CoachId = people[coach], DeveloperId = people[developer] },
                cancellationToken));
        });

    private async Task CheckpointAsync(string ghid, bool renewed, string reason, CancellationToken cancellationToken) =>
        await AsAsync("equipe", async services =>
        {
            var item = await FindTaskAsync(services, ProductTasks.Checkpoint, await FindProductAsync(services, ghid, cancellationToken), assigneeId: null, cancellationToken);
            Expect(await services.GetRequiredService<RecordCheckpointHandler>().HandleAsync(
                new RecordCheckpoint { TaskId = item.Id, Version = item.Version, Renewed = renewed, Reason = reason },
                cancellationToken));
        });

    private static Task<Guid> FindApplicationAsync(IServiceProvider services, string title, CancellationToken cancellationToken) =>
        services.GetRequiredService<FabriqueDbContext>().Applications.Where(application => application.Title.StartsWith(title)).Select(application => application.Id).SingleAsync(cancellationToken);

    private static Task<Guid> FindProductAsync(IServiceProvider services, string ghid, CancellationToken cancellationToken) =>
        services.GetRequiredService<FabriqueDbContext>().Products.Where(product => product.Ghid == ghid).Select(product => product.Id).SingleAsync(cancellationToken);

    private static Task<WorkItem> FindTaskAsync(IServiceProvider services, string kind, Guid subjectId, Guid? assigneeId, CancellationToken cancellationToken) =>
        services.GetRequiredService<FabriqueDbContext>().WorkItems.SingleAsync(
            item => item.Kind == kind && item.SubjectId == subjectId && item.Status == WorkItemStatus.Open && (assigneeId == null || item.AssigneeId == assigneeId),
            cancellationToken);

    private async Task AsAsync(string key, Func<IServiceProvider, Task> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        var person = DemoPeople.All.Single(person => person.Key == key);
        scope.ServiceProvider.GetRequiredService<Actor>().ActAs(people[key], person.Name, person.Roles);
        scope.ServiceProvider.GetRequiredService<Data.Auditing.AuditScope>().ActorId = people[key];
        scope.ServiceProvider.GetRequiredService<Data.Auditing.AuditScope>().UseCase = "demonstration";
        await act(scope.ServiceProvider);
    }

    private static void Expect(Outcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The demonstration's script was refused: {refusal.Code}."));
        }
    }
}
