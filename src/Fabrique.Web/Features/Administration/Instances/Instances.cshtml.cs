using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Common;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Administration.Instances;

/// <summary>« Procédures en cours »: the instances, newest first, those with incidents before all.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class InstancesModel(FabriqueDbContext db, IWorkflowRuntime runtime) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "etat")]
    public string? State { get; set; }

    public IReadOnlyList<InstanceSummary> Instances { get; private set; } = [];

    /// <summary>What an instance is about, by correlation id.</summary>
    public IReadOnlyDictionary<string, string> Subjects { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = State switch
        {
            "incidents" => new InstanceFilter { WithIncidents = true },
            "toutes" => new InstanceFilter(),
            _ => new InstanceFilter { Status = WorkflowStatus.Running },
        };
        Instances = [.. (await runtime.FindInstancesAsync(filter, cancellationToken)).OrderByDescending(instance => instance.IncidentCount > 0)];
        Subjects = await NameSubjectsAsync(cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string>> NameSubjectsAsync(CancellationToken cancellationToken)
    {
        var subjects = Instances
            .Select(instance => SubjectCorrelation.TryParse(instance.CorrelationId, out var subject) ? subject : default)
            .Where(subject => subject.Id != default)
            .ToLookup(subject => subject.Kind, subject => subject.Id);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in await db.Calls.Where(call => subjects[SubjectKind.Call].Contains(call.Id)).Select(call => new { call.Id, call.Title }).ToListAsync(cancellationToken))
        {
            names[new Subject(SubjectKind.Call, call.Id).ToCorrelationId()] = call.Title;
        }

        foreach (var application in await db.Applications.Where(application => subjects[SubjectKind.Application].Contains(application.Id)).Select(application => new { application.Id, application.Reference, application.Content.Title }).ToListAsync(cancellationToken))
        {
            names[new Subject(SubjectKind.Application, application.Id).ToCorrelationId()] = $"{application.Reference} – {application.Title}";
        }

        foreach (var product in await db.Products.Where(product => subjects[SubjectKind.Product].Contains(product.Id)).Select(product => new { product.Id, product.Name }).ToListAsync(cancellationToken))
        {
            names[new Subject(SubjectKind.Product, product.Id).ToCorrelationId()] = product.Name;
        }

        return names;
    }
}
