using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Studio;
using Microsoft.AspNetCore.Authorization;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>The definitions, in Elsa Studio's list.</summary>
[Authorize(Policies.AdministrationReader)]
[StudioPage]
public sealed class DefinitionsModel : StudioPage
{
    public override string Heading => "Dessin des procédures";

    public override IReadOnlyList<DsfrLink> Links => [new("Procédures", ProcedureLinks.List), new("Exécutions", StudioLinks.Executions)];
}
