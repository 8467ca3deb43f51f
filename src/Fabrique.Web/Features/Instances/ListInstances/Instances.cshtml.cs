using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Instances.ListInstances;

/// <summary>« Procédures en cours »: the instances, newest first, those with incidents before all.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class InstancesModel(IWorkflowRuntime runtime, WorkflowCatalog catalog, SubjectNames subjects) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "etat")]
    public string? State { get; set; }

    public IReadOnlyList<InstanceSummary> Instances { get; private set; } = [];

    /// <summary>What an instance is about, by correlation id.</summary>
    public IReadOnlyDictionary<string, string> Subjects { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private Dictionary<string, string> Definitions { get; set; } = new(StringComparer.Ordinal);

    public string TitleOf(InstanceSummary instance) =>
        instance.CorrelationId is { } id && Subjects.TryGetValue(id, out var subject) ? subject : instance.Name is { Length: > 0 } name ? name : "Sans sujet";

    public string DefinitionOf(InstanceSummary instance) => Definitions.TryGetValue(instance.DefinitionId, out var name) && name.Length > 0 ? name : "Circuit sans nom";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = State switch
        {
            "incidents" => new InstanceFilter { WithIncidents = true },
            "toutes" => new InstanceFilter(),
            _ => new InstanceFilter { Status = WorkflowStatus.Running },
        };
        Instances = [.. (await runtime.FindInstancesAsync(filter, cancellationToken)).OrderByDescending(instance => instance.IncidentCount > 0)];
        Subjects = await subjects.NameAsync(Instances.Select(instance => instance.CorrelationId), cancellationToken);
        Definitions = (await catalog.ListAsync(cancellationToken)).ToDictionary(definition => definition.DefinitionId, definition => definition.Name, StringComparer.Ordinal);
    }
}
