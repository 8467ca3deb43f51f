using Fabrique.Data.Connections;
using Fabrique.Domain.Exports;
using Fabrique.Web.Features.Exports.AskExport;
using Fabrique.Web.Features.Exports.DeleteExport;
using Fabrique.Web.Features.Exports.ListExports;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Files;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Exports;

/// <summary>« Exports »: lists that people take away.</summary>
public sealed class ExportsModule : FabriqueModule
{
    public override string Code => "exports";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Due<WriteExports>(WriteExports.SourceName, RecurringJobs.EveryFifteenSeconds, 60, "Écrire les exports demandés")
            .Due<DestroyExports>(DestroyExports.SourceName, RecurringJobs.EveryFifteenSeconds, 61, "Détruire les exports dont le délai est passé")
            .Job<SweepExports>("export-sweep", RecurringJobs.EveryNight, 93, "Détruire les fichiers d’exports qui ne sont plus à personne")
            .Space<MyExportsLink>()
            .Keep(new PersonalData(
                "Les exports",
                "Qui l’a demandé et quand, de quelle liste, par quels filtres, quelles colonnes\u00a0; le fichier, qui contient ce que la liste montre",
                "Les personnes qui demandent un export, et celles dont parle la liste",
                "Emporter une liste pour y travailler ailleurs",
                "trois jours après que le fichier est prêt, ou la durée que l’administration du service a réglée\u00a0; moins si la personne le supprime",
                FinalDisposition.Destruction) { IsErasedByItself = true }.In<Export>())
            .Tag(MergeTag.Of<ExportFacts>("export.titre", "Ce qui a été exporté", "Instruction, candidatures en instruction", facts => facts.Title))
            .Tag(MergeTag.Of<ExportFacts>("export.lignes", "Nombre de lignes du fichier", "1\u00a0240", facts => facts.Lines))
            .Tag(MergeTag.Of<ExportFacts>("export.fin", "Jusqu’à quand le fichier est gardé", "15 janvier 2026 à 10\u00a0h", facts => facts.Until))
            .Tag(MergeTag.Link<ExportFacts>("export.lien", "Adresse de « Mes exports »", "https://fabrique.example/exports", _ => ExportLinks.All));
        module.Services.AddOptions<ExportsOptions>().BindConfiguration(ExportsOptions.Section).ValidateOnStart();
        module.Services
            .AddSingleton<IValidateOptions<ExportsOptions>, ExportsOptionsValidator>()
            .AddSingleton(services => services.GetRequiredService<IOptions<ExportsOptions>>().Value)
            .AddSingleton(services => new ExportFolder(services.GetRequiredService<ExportsOptions>().FolderFor(
                services.GetRequiredService<FilesOptions>(), services.GetRequiredService<DatabaseOptions>(), services.GetRequiredService<IHostEnvironment>().ContentRootPath)))
            .AddScoped<DownloadTrail>()
            .AddScoped<ExportSources>()
            .AddScoped<AskExportHandler>()
            .AddScoped<DeleteExportHandler>();
    }
}
