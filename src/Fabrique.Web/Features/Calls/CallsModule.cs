using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Calls.AdvanceCall;
using Fabrique.Web.Features.Calls.Audience;
using Fabrique.Web.Features.Calls.ChangeCall;
using Fabrique.Web.Features.Calls.CreateCall;
using Fabrique.Web.Features.Calls.DeleteCall;
using Fabrique.Web.Features.Calls.GrantGrace;
using Fabrique.Web.Features.Calls.NameJurors;
using Fabrique.Web.Features.Calls.ScheduleCall;
using Fabrique.Web.Platform.Drawings;
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

    public override void Declare(ModuleBuilder module)
    {
        module
            .Subject(new CallSubject())
            .Keep(new PersonalData(
                "Les jurys",
                "Nom des personnes dont l’avis est demandé sur les candidatures d’un appel",
                "Les directrices et directeurs consultés",
                "Savoir à qui demander un avis",
                "tant que l’appel est conservé, c’est-à-dire tant que le service fonctionne",
                FinalDisposition.Archiving).In<Juror>())
            .Keep(new PersonalData(
                "Le contact d’un appel",
                "Nom et adresse de courriel, publiés sur la page de l’appel",
                "La personne, ou l’équipe, à qui les agents écrivent",
                "Répondre aux questions sur l’appel",
                "tant que l’appel est conservé, c’est-à-dire tant que le service fonctionne",
                FinalDisposition.Archiving).In<CallForApplications>())
            .Keep(new PersonalData(
                "Les délais personnels",
                "Nom de la personne, instant, motif, nom de qui l’a accordé ou retiré",
                "Les personnes qui peuvent déposer après la clôture d’un appel",
                "Laisser candidater une personne empêchée, et savoir qui l’a permis",
                "tant que l’appel est conservé, retirés et écoulés compris",
                FinalDisposition.Destruction).In<CallGrace>())
            .Tag(GraceFacts.Tag)
            .Simulate<CallSimulation>()
            .Activity<CloseCall.CloseCall>()
            .Activity<OpenCall.OpenCall>()
            .Navigate(new NavigationEntry("Appels", CallLinks.All, 20, NavigationEntry.Everybody));
        module.Services
            .AddScoped<CallApplicants>()
            .AddScoped<CallProcedures>()
            .AddScoped<CallStory>()
            .AddScoped<VersionUse, CallsOnVersion>()
            .AddScoped<AdvanceCallHandler>()
            .AddScoped<ChangeAudienceHandler>()
            .AddScoped<ChangeCallHandler>()
            .AddScoped<CreateCallHandler>()
            .AddScoped<DeleteCallHandler>()
            .AddScoped<GraceMessages>()
            .AddScoped<GraceReader>()
            .AddScoped<GrantGraceHandler>()
            .AddScoped<NameJurorsHandler>()
            .AddScoped<RevokeGraceHandler>()
            .AddScoped<ScheduleCallHandler>();
    }
}
