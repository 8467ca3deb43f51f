using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Instances.ListInstances;

/// <summary>« Exécutions »: the instances, newest first, those with incidents before all.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class InstancesModel(IWorkflowRuntime runtime, WorkflowDefinitionStore definitions, SubjectNames subjects) : PageModel
{
    public const int PageSize = 20;

    private const string State = "etat";

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<InstanceSummary> List { get; private set; } = null!;

    /// <summary>What an instance is about, by correlation id.</summary>
    public IReadOnlyDictionary<string, string> Subjects { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private Dictionary<string, string> Definitions { get; set; } = new(StringComparer.Ordinal);

    public string TitleOf(InstanceSummary instance) =>
        instance.CorrelationId is { } id && Subjects.TryGetValue(id, out var subject) ? subject : instance.Name is { Length: > 0 } name ? name : "Sans sujet";

    public string DefinitionOf(InstanceSummary instance) => Definitions.TryGetValue(instance.DefinitionId, out var name) && name.Length > 0 ? name : "Procédure sans nom";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ListFilter[] filters = [new(State, "État", [new DsfrOption("incidents", "Avec un incident"), new DsfrOption("toutes", "Toutes")], "En cours")];
        var address = new ListAddress(Request, filters);
        Filters = new ListFilters(address, filters);
        var filter = (address[State] switch
        {
            "incidents" => new InstanceFilter { WithIncidents = true },
            "toutes" => new InstanceFilter(),
            _ => new InstanceFilter { Status = WorkflowStatus.Running },
        }) with { OrderBy = InstanceOrder.Incidents };
        var total = 0;
        List = await PagedList.ReadAsync(
            address,
            PageSize,
            async (skip, take, token) =>
            {
                var page = await runtime.PageInstancesAsync(filter with { Skip = skip, Take = take }, token);
                total = page.Total;
                return page.Items.ToList();
            },
            _ => Task.FromResult(total),
            cancellationToken);
        Subjects = await subjects.NameAsync(List.Rows.Select(instance => instance.CorrelationId), cancellationToken);
        Definitions = (await definitions.ListAsync(cancellationToken)).ToDictionary(definition => definition.DefinitionId, definition => definition.Name, StringComparer.Ordinal);
    }
}
