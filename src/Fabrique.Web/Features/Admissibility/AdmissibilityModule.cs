using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Admissibility.AnswerCorrections;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.GrantTime;
using Fabrique.Web.Features.Admissibility.Reasons;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>« Recevabilité », « compléments » and « présélection » of applications.</summary>
public sealed class AdmissibilityModule : FabriqueModule
{
    public override string Code => "recevabilite";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Activity<CheckAdmissibility.CheckAdmissibility>()
            .Activity<RequestCorrections.RequestCorrections>()
            .Activity<ShortlistApplication>()
            .Choose(new ActivityChoices(LateFallback.Input, _ => LateFallback.Choices) { IsClosed = true })
            .Choose(new ActivityChoices(RequestCorrections.RequestCorrections.WithoutAnswer, _ => RequestCorrections.RequestCorrections.Fallbacks) { IsClosed = true })
            .Administer(new AdministrationEntry("Motifs d’irrecevabilité", ReasonLinks.All, "Ce que l’équipe peut opposer à une candidature, et la phrase qu’en donne la lettre.", 27))
            .Keep(new PersonalData(
                "Les recevabilités et les présélections",
                "Ce qui est dit d’une candidature, les motifs, nom de qui l’a dit, date",
                "Les personnes qui candidatent, l’équipe de la Fabrique",
                "Instruire la candidature, rendre compte de ce qui en est dit",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<ScreeningRuling>())
            .Keep(new PersonalData(
                "Les demandes de compléments",
                "Remarques question par question, réponses avant et après, dates, noms de qui demande, de qui répond et de qui accorde un délai, avec son motif",
                "Les personnes qui portent une candidature, l’équipe de la Fabrique",
                "Compléter une candidature, savoir ce qui a changé depuis le dépôt",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<CorrectionRequest>());
        foreach (var kind in AdmissibilityTasks.All)
        {
            module.Task(kind);
        }

        module.Services
            .AddScoped<AnswerCorrectionsHandler>()
            .AddScoped<ChangeReasonHandler>()
            .AddScoped<CheckAdmissibilityHandler>()
            .AddScoped<CreateReasonHandler>()
            .AddScoped<GrantCorrectionTimeHandler>()
            .AddScoped<SaveCorrectionsHandler>()
            .AddScoped<BulkAction, MarkAdmissible>()
            .AddScoped<BulkAction, MarkInadmissible>()
            .AddScoped<BulkAction, MarkShortlisted>()
            .AddScoped<ShortlistHandler>();
    }
}
