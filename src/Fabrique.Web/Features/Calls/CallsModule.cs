using Fabrique.Web.Features.Calls.CloseCall;
using Fabrique.Web.Features.Calls.OpenCall;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
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
        .Simulate<CallSimulation>()
        .Activity<CloseCall.CloseCall>()
        .Activity<OpenCall.OpenCall>()
        .Navigate(new NavigationEntry("Appels", CallLinks.All, 20, NavigationEntry.Everybody));
}
