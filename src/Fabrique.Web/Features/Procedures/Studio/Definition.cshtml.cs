using Fabrique.Dsfr;
using Fabrique.Web.Common;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>One definition, in Elsa Studio's editor.</summary>
[Authorize(Policies.AdministrationReader)]
[StudioPage]
public sealed class DefinitionModel(WorkflowCatalog catalog) : StudioPage
{
    private string name = "";

    [BindProperty(SupportsGet = true)]
    public string DefinitionId { get; set; } = "";

    public override string Heading => name.Length > 0 ? name : "Circuit sans nom";

    public override IReadOnlyList<DsfrLink> Ancestors => [.. base.Ancestors, new("Dessin des circuits", StudioLinks.Definitions)];

    public override IReadOnlyList<DsfrLink> Links =>
    [
        new("Procédures", ProcedureLinks.List),
        new("Vérifier", ProcedureLinks.Verify(DefinitionId)),
        new("Simuler", ProcedureLinks.Simulate(DefinitionId)),
        new("Publier", ProcedureLinks.Publish(DefinitionId)),
        new("Comparer", ProcedureLinks.Compare(DefinitionId)),
        new("Migrer", ProcedureLinks.Migrate(DefinitionId)),
        new("Exécutions", StudioLinks.Executions),
    ];

    public override bool HasEditors => true;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await catalog.GetLatestAsync(DefinitionId, cancellationToken) is not { } version)
        {
            return NotFound();
        }

        name = version.Name;
        return Page();
    }
}
