using System.Text.Json;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Studio;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>One definition, in Elsa Studio's editor.</summary>
[Authorize(Policies.AdministrationReader)]
[StudioPage]
public sealed class DefinitionModel(WorkflowDefinitionStore definitions, ActivityRegistry registry) : StudioPage
{
    private string name = "";

    [BindProperty(SupportsGet = true)]
    public string DefinitionId { get; set; } = "";

    /// <summary>The step to show, by its identifier in the drawing.</summary>
    [BindProperty(SupportsGet = true, Name = "etape")]
    public string? Step { get; set; }

    /// <summary>How to get to that step, for the script; null when nothing is to be shown, or nothing can be.</summary>
    public string? WayToStep { get; private set; }

    public bool IsStepMissing { get; private set; }

    public override string Heading => name.Length > 0 ? name : "Procédure sans nom";

    public override IReadOnlyList<DsfrLink> Ancestors => [.. base.Ancestors, new("Dessin des procédures", StudioLinks.Definitions)];

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
        if (await definitions.GetLatestAsync(DefinitionId, cancellationToken) is not { } version)
        {
            return NotFound();
        }

        name = version.Name;
        if (!string.IsNullOrEmpty(Step))
        {
            var path = DefinitionNames.PathTo(version.ToDocument(), registry, Step);
            IsStepMissing = path is null;
            WayToStep = path is null ? null : JsonSerializer.Serialize(path, JsonSerializerOptions.Web);
        }

        return Page();
    }
}
