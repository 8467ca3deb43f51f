using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Studio;
using Microsoft.AspNetCore.Authorization;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>The instances, in Elsa Studio's list.</summary>
[Authorize(Policies.AdministrationReader)]
[StudioPage]
public sealed class ExecutionsModel : StudioPage
{
    public override string Heading => "Exécutions";

    public override IReadOnlyList<DsfrLink> Ancestors => [.. base.Ancestors, new("Dessin des procédures", StudioLinks.Definitions)];

    public override IReadOnlyList<DsfrLink> Links => [new("Procédures", ProcedureLinks.List), new("Étapes et incidents", AdministrationLinks.Instances)];
}
