using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Studio;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>One instance, in Elsa Studio's viewer.</summary>
[Authorize(Policies.AdministrationReader)]
[StudioPage]
public sealed class ExecutionModel(IWorkflowRuntime runtime, SubjectNames subjects) : StudioPage
{
    private InstanceOutlook outlook = null!;
    private string? subject;

    [BindProperty(SupportsGet = true)]
    public string InstanceId { get; set; } = "";

    public override string Heading => $"{(outlook.DefinitionName.Length > 0 ? outlook.DefinitionName : "Procédure sans nom")} : {subject ?? $"exécution {InstanceId}"}";

    public override IReadOnlyList<DsfrLink> Ancestors => [.. base.Ancestors, new("Dessin des procédures", StudioLinks.Definitions), new("Exécutions", StudioLinks.Executions)];

    public override IReadOnlyList<DsfrLink> Links =>
    [
        new("Procédures", ProcedureLinks.List),
        new("Dessin", ProcedureLinks.Draw(outlook.Instance.DefinitionId)),
        new("Migrer", ProcedureLinks.Migrate(outlook.Instance.DefinitionId)),
        new("Étapes et incidents", AdministrationLinks.Instance(InstanceId)),
    ];

    public override bool HasEditors => true;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await runtime.GetOutlookAsync(InstanceId, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        outlook = found;
        subject = (await subjects.NameAsync([found.Instance.CorrelationId], cancellationToken)).Values.FirstOrDefault() ?? found.Instance.Name;
        return Page();
    }
}
