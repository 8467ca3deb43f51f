using System.Globalization;
using System.Text.Json;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Timelines;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Instances.ShowInstance;

/// <summary>A step with its number in the procedure.</summary>
public sealed record StepRow(int Number, ActivityExecutionRecord Step);

/// <summary>A value that a step was given, or gave.</summary>
public sealed record StepValue(StepRow Row, string Direction, string Name, string Text);

/// <summary>One instance: what it waits for, its incidents, its steps with what they were given; an administrator may have the step of an incident executed again.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ShowInstanceModel(IWorkflowRuntime runtime, ActivityRegistry registry, PublishedDrawings drawings, SubjectNames subjects, Actor actor) : FormPage
{
    /// <summary>Steps of one page of the journal.</summary>
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? IncidentId { get; set; }

    public InstanceOutlook Outlook { get; private set; } = null!;

    public string? Subject { get; private set; }

    /// <summary>The procedure with the way that it went; null when its version no longer exists.</summary>
    public ProcedurePicture? Picture { get; private set; }

    public IReadOnlyList<VariableValue> Variables { get; private set; } = [];

    /// <summary>Page of the journal, from 1; the last one when the address does not say.</summary>
    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    /// <summary>Steps of which the journal has kept the detail, on all its pages.</summary>
    public int KeptCount { get; private set; }

    /// <summary>The steps of the page, oldest first, without the drawing that holds them.</summary>
    public IReadOnlyList<StepRow> Steps { get; private set; } = [];

    public int StepCount { get; private set; }

    public IReadOnlyList<ActivityStats> Stats { get; private set; } = [];

    public bool MayRetry { get; private set; }

    public string DefinitionName => Outlook.DefinitionName.Length > 0 ? Outlook.DefinitionName : "Procédure sans nom";

    public IEnumerable<StepValue> Values => Steps.SelectMany(row => ValuesOf(row, "Entrée", row.Step.ActivityState).Concat(ValuesOf(row, "Sortie", row.Step.Outputs)));

    public static string TextOf(VariableValue variable) => variable.Value is not { } value || value.ValueKind is JsonValueKind.Null
        ? "–"
        : value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public string Address(int number) => $"{AdministrationLinks.Instance(Id)}?page={number}#journal";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken cancellationToken)
    {
        if (!actor.IsInRole(AppRoles.Administrator))
        {
            return Forbid();
        }

        return await SubmitAsync(
            RetryAsync,
            () =>
            {
                TempData.Confirm("L’étape est exécutée de nouveau.");
                return LocalRedirect(AdministrationLinks.Instance(Id));
            },
            cancellationToken);
    }

    public string StepName(IncidentRecord incident) =>
        Stats.FirstOrDefault(stats => stats.ActivityId == incident.ActivityId)?.DisplayName ?? registry.Find(incident.ActivityType)?.Metadata.DisplayName ?? "inconnue";

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var outlook = await runtime.GetOutlookAsync(Id, cancellationToken);
        if (outlook is null)
        {
            return false;
        }

        Outlook = outlook;
        Subject = (await subjects.NameAsync([outlook.Instance.CorrelationId], cancellationToken)).Values.FirstOrDefault() ?? outlook.Instance.Name;
        var executions = await runtime.GetExecutionsAsync(Id, cancellationToken: cancellationToken);
        var steps = executions.Where(step => step.ParentId is not null).Select((step, index) => new StepRow(index + 1, step)).ToList();
        KeptCount = steps.Count;
        Pages = Math.Max(1, (steps.Count + PageSize - 1) / PageSize);
        Number = int.TryParse(Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, Pages) : Pages;
        Steps = [.. steps.Skip((Number - 1) * PageSize).Take(PageSize)];
        Variables = (await runtime.GetDataAsync(Id, cancellationToken))?.Variables ?? [];
        if (await drawings.FindAsync(outlook.Instance.DefinitionVersionId, cancellationToken) is { } document)
        {
            Picture = ProcedurePicture.OfRun(
                document,
                registry,
                "procedure",
                $"Procédure «\u00a0{DefinitionName}\u00a0», version {outlook.Instance.Version}",
                ProcedureRun.Of(executions, outlook.Instance, showsFaults: true));
        }

        var drawing = executions.FirstOrDefault(step => step.ParentId is null)?.ActivityId;
        Stats = [.. (await runtime.GetActivityStatsAsync(Id, cancellationToken)).Where(stats => stats.ActivityId != drawing)];
        StepCount = Stats.Sum(stats => stats.StartedCount);
        MayRetry = actor.IsInRole(AppRoles.Administrator);
        return true;
    }

    private IEnumerable<StepValue> ValuesOf(StepRow row, string direction, IReadOnlyDictionary<string, JsonElement> values)
    {
        var type = registry.Find(row.Step.ActivityType);
        return values.Select(value => new StepValue(row, direction, NameOf(type, value.Key), value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()! : value.Value.GetRawText()));
    }

    private static string NameOf(ActivityType? type, string name)
    {
        var displayName = type?.Inputs.FirstOrDefault(input => input.Name == name)?.DisplayName ?? type?.Outputs.FirstOrDefault(output => output.Name == name)?.DisplayName;
        return displayName is { Length: > 0 } ? displayName : name;
    }

    private async Task<Outcome> RetryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await runtime.RetryIncidentAsync(Id, IncidentId ?? "", cancellationToken);
            return Outcome.Done;
        }
        catch (WorkflowNotFoundException)
        {
            return new Refusal("incident-closed", "Cet incident n’est plus ouvert : quelqu’un l’a déjà traité.");
        }
    }
}
