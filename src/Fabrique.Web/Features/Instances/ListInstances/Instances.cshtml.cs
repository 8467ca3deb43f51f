using System.Globalization;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Instances.ListInstances;

/// <summary>« Procédures en cours »: the instances, newest first, those with incidents before all.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class InstancesModel(IWorkflowRuntime runtime, WorkflowDefinitionStore definitions, SubjectNames subjects) : PageModel
{
    public const int PageSize = 20;

    private const int MostPages = 1_000_000;

    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    [BindProperty(SupportsGet = true, Name = "etat")]
    public string? State { get; set; }

    public IReadOnlyList<InstanceSummary> Instances { get; private set; } = [];

    /// <summary>What an instance is about, by correlation id.</summary>
    public IReadOnlyDictionary<string, string> Subjects { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private Dictionary<string, string> Definitions { get; set; } = new(StringComparer.Ordinal);

    public string TitleOf(InstanceSummary instance) =>
        instance.CorrelationId is { } id && Subjects.TryGetValue(id, out var subject) ? subject : instance.Name is { Length: > 0 } name ? name : "Sans sujet";

    public string DefinitionOf(InstanceSummary instance) => Definitions.TryGetValue(instance.DefinitionId, out var name) && name.Length > 0 ? name : "Circuit sans nom";

    public string Address(int number) => State is { Length: > 0 } state
        ? $"{AdministrationLinks.Instances}?etat={Uri.EscapeDataString(state)}&page={number}"
        : $"{AdministrationLinks.Instances}?page={number}";

    public async Task OnGetAsync([FromQuery(Name = "page")] string? page, CancellationToken cancellationToken)
    {
        var filter = (State switch
        {
            "incidents" => new InstanceFilter { WithIncidents = true },
            "toutes" => new InstanceFilter(),
            _ => new InstanceFilter { Status = WorkflowStatus.Running },
        }) with { OrderBy = InstanceOrder.Incidents, Take = PageSize };
        var asked = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, MostPages) : 1;
        var found = await runtime.PageInstancesAsync(filter with { Skip = (asked - 1) * PageSize }, cancellationToken);
        Pages = Math.Max(1, (found.Total + PageSize - 1) / PageSize);
        Number = Math.Min(asked, Pages);
        if (Number < asked)
        {
            found = await runtime.PageInstancesAsync(filter with { Skip = (Number - 1) * PageSize }, cancellationToken);
        }

        Instances = found.Items;
        Subjects = await subjects.NameAsync(Instances.Select(instance => instance.CorrelationId), cancellationToken);
        Definitions = (await definitions.ListAsync(cancellationToken)).ToDictionary(definition => definition.DefinitionId, definition => definition.Name, StringComparer.Ordinal);
    }
}
