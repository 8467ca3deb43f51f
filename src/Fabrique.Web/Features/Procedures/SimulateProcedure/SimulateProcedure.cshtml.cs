using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures.SimulateProcedure;

/// <summary>Somebody concerned by a simulated path.</summary>
public sealed record ConcernedPerson(string Name, int Tasks, int Mails);

/// <summary>A step that keeps a simulated path from its end.</summary>
public sealed record BlockingStep(string ActivityId, string Name);

/// <summary>The version that is simulated.</summary>
/// <param name="Label">« version 3, brouillon ».</param>
/// <param name="SavedAt">When it was last saved, UTC.</param>
/// <param name="PublishedAt">When it was published, UTC; null when it never was.</param>
/// <param name="InForce">The version in force, when it is another.</param>
public sealed record SimulatedVersion(string Label, DateTime SavedAt, DateTime? PublishedAt, WorkflowVersion? InForce);

/// <summary>« Simuler »: what a version, that which the editor opens unless another is named, would do from a given day on, and when. Everything chosen is in the address, which can be shared; nothing is written.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class SimulateProcedureModel(
    FabriqueDbContext db, WorkflowDefinitionStore definitions, ProcedureSimulator simulator, ProcedureReview review, SimulatedSubjects subjects, ExistingSubjects existing, ActivityRegistry registry, Actor actor, TimeProvider clock, ILogger<SimulateProcedureModel> logger) : PageModel
{
    public const int MostDelay = 1_000;
    public const int MostName = 100;

    private static readonly TimeOnly Hour = new(9, 0);

    /// <summary>A page is not waited for as long as a command.</summary>
    private static readonly SimulationLimits Limits = new() { Steps = 600, Paths = 50, Patience = TimeSpan.FromSeconds(10) };

    [BindProperty(SupportsGet = true)]
    public string DefinitionId { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "version")]
    public string? VersionId { get; set; }

    [BindProperty(SupportsGet = true, Name = "jour")]
    public string? Day { get; set; }

    [BindProperty(SupportsGet = true, Name = "sujet")]
    public string? Subject { get; set; }

    /// <summary>Words of the reference or title of what exists.</summary>
    [BindProperty(SupportsGet = true, Name = "recherche")]
    public string? Search { get; set; }

    /// <summary>The application or product to begin from; an invented one when empty.</summary>
    [BindProperty(SupportsGet = true, Name = "dossier")]
    public string? Existing { get; set; }

    [BindProperty(SupportsGet = true, Name = "porteur")]
    public string? Applicant { get; set; }

    [BindProperty(SupportsGet = true, Name = "delai")]
    public string? Delay { get; set; }

    [BindProperty(SupportsGet = true, Name = "explorer")]
    public bool Explores { get; set; }

    /// <summary>Scripted answers, each « activity=answer »; empty ones leave the usual answer.</summary>
    [BindProperty(SupportsGet = true, Name = "issue")]
    public IReadOnlyList<string?> Answers { get; set; } = [];

    [BindProperty(SupportsGet = true, Name = "chemin")]
    public string? PathNumber { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<DsfrOption> Versions { get; private set; } = [];

    public SimulatedVersion Simulated { get; private set; } = null!;

    public IReadOnlyList<DsfrOption> SubjectKinds { get; } = [.. subjects.All.Select(simulation => new DsfrOption(simulation.Slug, simulation.Choice))];

    /// <summary>Whether the procedure is about something that may exist already.</summary>
    public bool HasFiles { get; private set; }

    /// <summary>What exists among which to choose.</summary>
    public IReadOnlyList<DsfrOption> Files { get; private set; } = [];

    /// <summary>What the simulation began from; null when it is invented.</summary>
    public SimulatedFile? Origin { get; private set; }

    public SimulationReport? Report { get; private set; }

    /// <summary>What kept the simulation from being made, null when it was made.</summary>
    public string? Failure { get; private set; }

    /// <summary>What is wrong in the version, with its drawing.</summary>
    public ReviewedVersion? Review { get; private set; }

    public bool MayAct => actor.IsInRole(AppRoles.Administrator);

    /// <summary>From 1.</summary>
    public int Shown { get; private set; } = 1;

    public SimulationPath? Path => Report is { Paths.Count: > 0 } report ? report.Paths[Shown - 1] : null;

    public ProcedurePicture? Picture { get; private set; }

    /// <summary>What happened on the path shown, by day; what another line says already is left out.</summary>
    public IEnumerable<IGrouping<string, SimulationEvent>> Days => Path is not { } path
        ? []
        : path.Events.Where((happened, index) => !SimulationText.IsSaid(path.Events, happened, index)).GroupBy(happened => SimulationText.Day(happened.At));

    public IEnumerable<ConcernedPerson> People => (Path?.Events ?? [])
        .Where(happened => happened.Kind is SimulationEventKind.Task or SimulationEventKind.Mail && happened.Person is not null)
        .GroupBy(happened => happened.Person!)
        .Select(group => new ConcernedPerson(group.Key, group.Count(happened => happened.Kind is SimulationEventKind.Task), group.Count(happened => happened.Kind is SimulationEventKind.Mail)));

    /// <summary>When what the path shown asks of people is recalled.</summary>
    public IReadOnlyList<StepReminders> Reminders => Path is { } path ? StepReminders.Of([path], DefinitionId) : [];

    /// <summary>The steps of this procedure for which the path shown does not come to its end.</summary>
    public IEnumerable<BlockingStep> BlockingSteps => Path is not { } path
        ? []
        : BlockingOf(path).Where(step => Picture?.AnchorOf(step.ActivityId) is not null).DistinctBy(step => step.ActivityId, StringComparer.Ordinal);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var versions = await definitions.GetVersionsAsync(DefinitionId, cancellationToken);
        if (versions.Count == 0)
        {
            return NotFound();
        }

        var usual = versions.FirstOrDefault(version => version.IsLatest) ?? versions[0];
        Versions = [.. versions.Select(version => new DsfrOption(version.Id, $"V{LabelOf(version)[1..]}"))];
        var version = string.IsNullOrEmpty(VersionId) ? usual : versions.FirstOrDefault(version => version.Id == VersionId);
        if (version is null)
        {
            ModelState.AddModelError("version", "Cette version n’existe pas, ou n’existe plus : choisissez-en une dans la liste.");
            version = usual;
        }

        Name = version.Name.Length > 0 ? version.Name : "Procédure sans nom";
        VersionId = version.Id;
        Simulated = new SimulatedVersion(LabelOf(version), DraftRevision.SavedAt(version), version.PublishedAt, version.IsPublished ? null : versions.FirstOrDefault(other => other.IsPublished));
        try
        {
            await SimulateAsync(version, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (DatabaseErrors.IsAway(exception))
            {
                // A simulation has a database of its own; when it is the product's that is away, this says so, and the page with it.
                await db.Settings.AnyAsync(cancellationToken);
            }

            logger.LogWarning(exception, "{DefinitionId} could not be simulated", DefinitionId);
            Report = null;
            Failure = WorkflowMessage.Of(exception) is { Code: not MessageCodes.Said } told ? WorkflowSentences.Tell(told) : $"Une erreur que personne n’a prévue. Détail technique : {exception.Message}";
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    public string? ChosenFor(SimulationQuestion question) => Answers.FirstOrDefault(answer => answer?.StartsWith($"{question.ActivityId}=", StringComparison.Ordinal) == true);

    public IEnumerable<DsfrOption> ChoicesOf(SimulationQuestion question) => question.Answers.Select(answer => new DsfrOption($"{question.ActivityId}={answer}", answer));

    public string AddressOf(int path)
    {
        var query = QueryString.Create(Request.Query.Where(pair => pair.Key is not "chemin").SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value))));
        return $"{query.Add("chemin", path.ToString(CultureInfo.InvariantCulture))}#resultat";
    }

    private static string LabelOf(WorkflowVersion version) =>
        $"version\u00a0{version.Version}, {(version.IsPublished ? "en vigueur" : version.PublishedAt is not null ? "ancienne" : version.IsLatest ? "brouillon" : "jamais publiée")}";

    /// <summary>What failed, what is awaited in vain, or else what the path comes back to most often.</summary>
    private IEnumerable<BlockingStep> BlockingOf(SimulationPath path)
    {
        var told = path.Events.Where(happened => happened.DefinitionId == DefinitionId && happened.ActivityId is not null).ToList();
        return path.End switch
        {
            SimulationEnd.Incident => told.Where(happened => happened.Kind is SimulationEventKind.Incident).Select(Step),
            SimulationEnd.Blocked => told.Where(happened => path.Steps.Any(step => step.IsOpen && step.DefinitionId == DefinitionId && step.ActivityId == happened.ActivityId)).Select(Step),
            SimulationEnd.LimitReached => told.GroupBy(happened => happened.ActivityId, StringComparer.Ordinal).OrderByDescending(same => same.Count()).Take(1).Select(same => Step(same.First())),
            _ => [],
        };

        static BlockingStep Step(SimulationEvent happened) => new(happened.ActivityId!, happened.ActivityName ?? happened.ActivityId!);
    }

    private async Task SimulateAsync(WorkflowVersion version, CancellationToken cancellationToken)
    {
        var today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        var day = Read(today);
        Day ??= day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (await simulator.FindVersionAsync(version.Id, ParisTime.ToUtc(day, Hour), cancellationToken) is not { } request)
        {
            return;
        }

        request = request with { Limits = Limits, Scenario = new SimulationScenario { Explores = Explores, AnswerAfterWorkingDays = ReadDelay() } };
        var cast = await (await ReadCastAsync(request.Document, cancellationToken)).WithInForceAsync(db, request.Document, cancellationToken);
        var answers = ReadAnswers();
        try
        {
            var scripted = request with { Scenario = request.Scenario with { Answers = ModelState.IsValid ? answers : [] } };
            Report = await simulator.SimulateAsync(scripted, cast, cancellationToken);
        }
        catch (UnknownAnswerException unknown)
        {
            ModelState.AddModelError("issue", WorkflowSentences.Tell(unknown));

            // The questions are still needed, to choose among their answers.
            Report = await simulator.SimulateAsync(request, cast, cancellationToken);
        }

        Shown = int.TryParse(PathNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, Math.Max(1, Report.Paths.Count)) : 1;
        var title = $"Procédure «\u00a0{Name}\u00a0», version {version.Version}";
        var problems = review.Read(request.Document, Report.Problems);
        Picture = Path is { } path && ModelState.IsValid
            ? ProcedurePicture.OfRun(request.Document, registry, "dessin", title, ProcedureRun.Of(path, request.Document.DefinitionId))
            : ProcedurePicture.Of(request.Document, registry, "dessin", title, ProblemMarks.Of(problems));
        Picture.OpensList |= Path is { End: not SimulationEnd.Finished };
        Review = new ReviewedVersion(DefinitionId, "Problèmes de cette version", problems, Picture) { IsEdited = version.IsLatest, MayEdit = MayAct };
    }

    private DateOnly Read(DateOnly today)
    {
        if (string.IsNullOrEmpty(Day))
        {
            return today;
        }

        if (DateOnly.TryParseExact(Day, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2100)
        {
            return day;
        }

        ModelState.AddModelError("jour", $"«\u00a0{Day}\u00a0» n’est pas une date que l’on peut simuler : écrivez par exemple {today:yyyy-MM-dd}, entre 2000 et 2100.");
        return today;
    }

    private int ReadDelay()
    {
        var usual = new SimulationScenario().AnswerAfterWorkingDays;
        if (string.IsNullOrEmpty(Delay))
        {
            return usual;
        }

        if (int.TryParse(Delay, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDelay)
        {
            return days;
        }

        ModelState.AddModelError("delai", $"«\u00a0{Delay}\u00a0» n’est pas un nombre de jours ouvrés : écrivez un nombre entier, de 0 à {MostDelay}.");
        return usual;
    }

    private async Task<SimulationCast> ReadCastAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        var asked = subjects.All.FirstOrDefault(simulation => simulation.Slug == Subject);
        if (!string.IsNullOrEmpty(Subject) && asked is null)
        {
            ModelState.AddModelError("sujet", "Ce sujet n’existe pas : choisissez-en un dans la liste, ou laissez la procédure le dire.");
        }

        var applicant = Applicant?.Trim();
        if (applicant?.Length > MostName)
        {
            ModelState.AddModelError("porteur", $"Ce nom est trop long : écrivez au plus {MostName} caractères.");
            applicant = null;
        }

        var kind = asked?.SubjectCode ?? subjects.KindOf(document);
        await ReadFileAsync(kind, cancellationToken);
        return new SimulationCast(kind, string.IsNullOrEmpty(applicant) ? null : applicant, Origin);
    }

    private async Task ReadFileAsync(string? kind, CancellationToken cancellationToken)
    {
        HasFiles = subjects.Find(kind) is { HasFiles: true };
        if (!HasFiles)
        {
            Existing = null;
            return;
        }

        var files = await existing.SearchAsync(kind, Search, cancellationToken);
        if (!string.IsNullOrEmpty(Existing))
        {
            Origin = await existing.FindAsync(kind, Existing, cancellationToken);
            if (Origin is null)
            {
                ModelState.AddModelError("dossier", "Ce dossier n’existe pas, ou ne convient pas à ce sujet : choisissez-en un dans la liste.");
            }
            else if (!files.Any(file => file.Reference == Existing))
            {
                files = [new ExistingSubject(Existing, Origin.Title, Origin.Label), .. files];
            }
        }

        if (files.Count == 0 && !string.IsNullOrWhiteSpace(Search))
        {
            ModelState.AddModelError("recherche", $"Aucun dossier ne contient « {Search.Trim()} » : essayez un autre mot, ou videz ce champ.");
        }

        Files = [.. files.Select(file => new DsfrOption(file.Reference, file.Label))];
    }

    private List<ScriptedAnswer> ReadAnswers()
    {
        var answers = new List<ScriptedAnswer>();
        foreach (var text in Answers.Where(answer => !string.IsNullOrWhiteSpace(answer)).Select(answer => answer!))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == text.Length - 1)
            {
                ModelState.AddModelError("issue", $"«\u00a0{text}\u00a0» n’est pas une réponse : choisissez-en une dans les listes.");
                continue;
            }

            answers.Add(new ScriptedAnswer(text[..equals], text[(equals + 1)..]));
        }

        return answers;
    }
}
