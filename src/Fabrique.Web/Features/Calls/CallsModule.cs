using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Features.Calls;

/// <summary>« Appels à candidatures ».</summary>
public sealed class CallsModule : FabriqueModule
{
    /// <summary>The toolbox category of what a call and its applications need.</summary>
    public const string Category = "Candidature";

    public override string Code => "appels";

    public override void Declare(ModuleBuilder module) => module
        .Subject(new CallSubject())
        .Keep(new PersonalData(
            "Les jurys",
            "Nom des personnes dont l’avis est demandé sur les candidatures d’un appel",
            "Les directrices et directeurs consultés",
            "Savoir à qui demander un avis",
            "tant que l’appel est conservé, c’est-à-dire tant que le service fonctionne",
            FinalDisposition.Archiving).In<Juror>())
        .Simulate<CallSimulation>()
        .Activity<CloseCall.CloseCall>()
        .Activity<OpenCall.OpenCall>()
        .Navigate(new NavigationEntry("Appels", CallLinks.All, 20, NavigationEntry.Everybody));
}
