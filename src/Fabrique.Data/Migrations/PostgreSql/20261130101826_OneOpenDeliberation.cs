using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OneOpenDeliberation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations");

            migrationBuilder.CreateIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations",
                column: "panel_id",
                unique: true,
                filter: "status = 'Open'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations");

            migrationBuilder.CreateIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations",
                column: "panel_id");
        }
    }
}
