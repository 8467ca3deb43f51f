using Fabrique.Data.Connections;
using Fabrique.Domain.Files;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Files;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Files;

/// <summary>What people join to their answers.</summary>
public sealed class FilesModule : FabriqueModule
{
    public override string Code => "fichiers";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Due<ScanFiles>(ScanFiles.SourceName, RecurringJobs.EveryFifteenSeconds, 30, "Faire analyser les pièces jointes par l’antivirus")
            .Job<SweepFiles>("file-sweep", RecurringJobs.EveryNight, 92, "Effacer les fichiers que rien n’a gardés, et faire analyser ceux qui ne l’ont pas été")
            .Keep(new PersonalData(
                "Les pièces jointes",
                "Le fichier, son nom, sa taille, son empreinte, la personne qui l’a envoyé et quand, ce que l’antivirus en a dit",
                "Les personnes qui joignent un fichier, et celles dont il parle",
                "Étayer une candidature",
                "tant que ce à quoi elles sont jointes est conservé ; un jour quand elles ne sont jointes à rien",
                FinalDisposition.Archiving).In<StoredFile>());
        module.Services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.Section).ValidateOnStart();
        module.Services.AddOptions<AntivirusOptions>().BindConfiguration(AntivirusOptions.Section).ValidateOnStart();
        module.Services
            .AddSingleton<IValidateOptions<FilesOptions>, FilesOptionsValidator>()
            .AddSingleton<IValidateOptions<AntivirusOptions>, AntivirusOptionsValidator>()
            .AddSingleton(services => services.GetRequiredService<IOptions<FilesOptions>>().Value)
            .AddSingleton(services => services.GetRequiredService<IOptions<AntivirusOptions>>().Value)
            .AddSingleton(services => new FileStore(
                services.GetRequiredService<FilesOptions>().FolderFor(services.GetRequiredService<DatabaseOptions>(), services.GetRequiredService<IHostEnvironment>().ContentRootPath),
                services.GetRequiredService<TimeProvider>()))
            .AddSingleton<Antivirus>()
            .AddScoped<StoredFiles>()
            .AddScoped<StoreFileHandler>()
            .AddScoped<FileReception>()
            .AddScoped<FormReferenceSource, FileReferences>();
    }
}
