using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AnonymisedReading : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_anonymised",
                table: "panels",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "competences",
                table: "panel_members",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "anonymised_readings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    title_source = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    parts = table.Column<string>(type: "TEXT", nullable: false),
                    shown_files = table.Column<string>(type: "TEXT", nullable: false),
                    prepared_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    prepared_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    released_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    released_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anonymised_readings", x => x.id);
                    table.CheckConstraint("ck_anonymised_reading_released", "(released_by_id is null) = (released_at is null)");
                    table.CheckConstraint("ck_anonymised_readings_item_kind_length", "length(item_kind) <= 40");
                    table.CheckConstraint("ck_anonymised_readings_title_length", "length(title) <= 300");
                    table.CheckConstraint("ck_anonymised_readings_title_source_length", "length(title_source) <= 64");
                    table.ForeignKey(
                        name: "fk_anonymised_readings_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_anonymised_readings_prepared_by_id",
                        column: x => x.prepared_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_anonymised_readings_released_by_id",
                        column: x => x.released_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_anonymised_readings_panel_id_item_kind_item_id",
                table: "anonymised_readings",
                columns: new[] { "panel_id", "item_kind", "item_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_anonymised_readings_prepared_by_id",
                table: "anonymised_readings",
                column: "prepared_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_anonymised_readings_released_by_id",
                table: "anonymised_readings",
                column: "released_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anonymised_readings");

            migrationBuilder.DropColumn(
                name: "is_anonymised",
                table: "panels");

            migrationBuilder.DropColumn(
                name: "competences",
                table: "panel_members");
        }
    }
}
