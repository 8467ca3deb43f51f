using Fabrique.Domain.People;
using Fabrique.Domain.Screening;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Features.Screening.Columns;
using Fabrique.Web.Features.Screening.Labels;
using Fabrique.Web.Features.Screening.ShowInList;
using Fabrique.Web.Features.Screening.Views;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Exports;

namespace Fabrique.Web.Features.Screening;

/// <summary>« Instruction »: how the team goes through the applications.</summary>
public sealed class ScreeningModule : FabriqueModule
{
    /// <summary>Policy of those who read the list; those who act are the team, and administrators in its place.</summary>
    public const string Reader = "screening-reader";

    public override string Code => "instruction";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Due<BatchSource>(BatchSource.SourceName, RecurringJobs.EveryFifteenSeconds, 47, "Faire les traitements par lot des candidatures")
            .Policy(new ModulePolicy(Reader, AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor))
            .Keep(new PersonalData(
                "Le suivi des candidatures par l’équipe",
                "Nom de la personne qui suit une candidature, étiquettes et nom de qui les a mises, mots par lesquels une candidature se cherche, traitements par lot et nom de qui les a lancés",
                "L’équipe de la Fabrique, les personnes qui candidatent",
                "Se répartir l’instruction, retrouver une candidature, rendre compte de ce qui a été fait à plusieurs",
                "tant que la candidature est conservée",
                FinalDisposition.Destruction).In<ScreeningFile>().In<AppliedLabel>().In<ApplicationWord>().In<ScreeningBatch>().In<BatchLine>())
            .Keep(new PersonalData(
                "Les vues et les colonnes de l’instruction",
                "Nom de la personne, nom de la vue, filtres, colonnes",
                "L’équipe de la Fabrique, l’administration et l’audit",
                "Retrouver sa façon de voir les candidatures",
                "tant que le service fonctionne, ou jusqu’à ce que la personne les supprime",
                FinalDisposition.Destruction).In<ScreeningView>().In<ScreeningDesk>())
            .Navigate(new NavigationEntry("Instruction", ApplicationLinks.Screening, 60, NavigationEntry.Holding(AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor)));
        module.Services
            .AddScoped<ExportSource, ScreeningExport>()
            .AddScoped<ScreeningList>()
            .AddScoped<ScreeningFrames>()
            .AddScoped<ScreeningFiles>()
            .AddScoped<BulkAction, PutLabelAction>()
            .AddScoped<BulkAction, TakeOffLabelAction>()
            .AddScoped<BulkAction, AssignAction>()
            .AddScoped<ApplicationSection, ScreeningOfApplication>()
            .AddScoped<AssignApplicationHandler>()
            .AddScoped<MarkApplicationHandler>()
            .AddScoped<WriteLabelHandler>()
            .AddScoped<RemoveLabelHandler>()
            .AddScoped<KeepViewHandler>()
            .AddScoped<RemoveViewHandler>()
            .AddScoped<ChooseColumnsHandler>()
            .AddScoped<StartBatchHandler>()
            .AddScoped<SettleBatchLineHandler>();
    }
}
